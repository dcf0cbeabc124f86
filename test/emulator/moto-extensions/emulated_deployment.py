"""What the deployed system needs of moto: permissions as IAM decides them, and a machine that runs.

moto's IAM engine takes a condition that it cannot decide for a denial, a Deny with NotResource for an
Allow, and knows the resource of few requests. With this, roles and bucket policies hold exactly as
they were deployed. What moto cannot know of a request (its resource, outside S3 and a few others; a
condition's key that is not below) lets an Allow through and a Deny pass: assertions on the template
prove those.

https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic.html
"""

import re

import flask


def add_deployment():
    _sign_what_was_sent()
    _decide_as_iam()
    _ask_bucket_policies()
    _run_deployed_machines()


def _sign_what_was_sent():
    """moto reckons signatures over the decoded query, in which an encoded slash is another text."""
    from moto.iam import access_control

    plain = access_control.IAMRequestBase._create_aws_request

    def create_aws_request(self):
        request = plain(self)
        # Access Analyzer is answered before Flask (see `emulated_detection.py`), and encodes nothing.
        if flask.has_request_context():
            request.url = flask.request.environ.get("RAW_URI", request.url)
        return request

    access_control.IAMRequestBase._create_aws_request = create_aws_request


def _listed(value):
    return value if isinstance(value, list) else [value]


def _matches(pattern, text):
    parts = (".*" if char == "*" else "." if char == "?" else re.escape(char) for char in pattern)
    return re.fullmatch("".join(parts), text, re.DOTALL) is not None


def _any_matches(patterns, text):
    return any(_matches(pattern, text) for pattern in _listed(patterns))


_UNKNOWN = object()

# The emulator stands where AWS's own end of TLS would be.
_TRANSPORT = {"aws:securetransport": "true", "s3:tlsversion": "1.3"}
_OF_HEADERS = ("s3:if-none-match", "s3:if-match", "s3:x-amz-")


def _context_value(key):
    """The value of a condition's key; None where the request has none."""
    name = key.lower()
    if name in _TRANSPORT:
        return _TRANSPORT[name]
    if not flask.has_request_context():
        return _UNKNOWN
    request = flask.request
    if name.startswith(_OF_HEADERS):
        return request.headers.get(name.removeprefix("s3:"))
    if name == "s3:prefix":
        return request.args.get("prefix")
    if name == "s3:objectcreationoperation":
        # https://docs.aws.amazon.com/AmazonS3/latest/userguide/conditional-writes-enforce.html
        is_part = "partNumber" in request.args or "uploads" in request.args
        return "false" if is_part else "true"
    return _UNKNOWN


def _holds(operator, wanted, actual):
    if operator == "Null":
        return (actual is None) == (_listed(wanted)[0] in (True, "true"))
    negated = "Not" in operator
    if actual is None:
        return negated
    plain = operator.replace("Not", "")
    wanted = [str(one) for one in _listed(wanted)]
    if plain == "Bool":
        found = actual.lower() in [one.lower() for one in wanted]
    elif plain == "StringEquals":
        found = actual in wanted
    elif plain == "StringLike":
        found = _any_matches(wanted, actual)
    elif plain == "NumericLessThan":
        found = any(float(actual) < float(one) for one in wanted)
    else:
        return _UNKNOWN
    return found != negated


def _conditions_hold(statement, unknown):
    for operator, tests in (statement.get("Condition") or {}).items():
        for key, wanted in tests.items():
            actual = _context_value(key)
            held = _UNKNOWN if actual is _UNKNOWN else _holds(operator, wanted, actual)
            if not (unknown if held is _UNKNOWN else held):
                return False
    return True


def _covers(statement, resource, unknown):
    """moto gives `*` where it does not know what a request is about."""
    patterns = statement.get("Resource", statement.get("NotResource"))
    if "*" in _listed(patterns):
        return "Resource" in statement
    if resource == "*":
        return unknown
    return _any_matches(patterns, resource) == ("Resource" in statement)


def _decide_as_iam():
    from moto.iam import access_control

    Result = access_control.PermissionResult
    plain = access_control.IAMPolicyStatement.is_action_permitted

    def is_action_permitted(self, action, resource="*", principal=None, values=None):
        statement = self._statement
        if "Resource" not in statement and "NotResource" not in statement:
            # Who may assume a role.
            return plain(self, action, resource, principal, values)
        if "NotAction" in statement:
            concerned = not _any_matches(statement["NotAction"], action)
        else:
            concerned = _any_matches(statement["Action"], action)
        everyone = statement.get("Principal") in (None, "*", {"AWS": "*"})
        is_allow = statement["Effect"] == "Allow"
        if not (concerned and everyone and _covers(statement, resource, unknown=is_allow)):
            return Result.NEUTRAL
        if not _conditions_hold(statement, unknown=is_allow):
            return Result.NEUTRAL
        return Result.PERMITTED if is_allow else Result.DENIED

    access_control.IAMPolicyStatement.is_action_permitted = is_action_permitted


def _ask_bucket_policies():
    """moto asks them about the method of HTTP alone."""
    from moto.iam.access_control import PermissionResult
    from moto.s3 import models

    plain = models.FakeBucket.get_permission

    def asked(action):
        arguments, headers = flask.request.args, flask.request.headers
        if action == "s3:PutObject" and "retention" in arguments:
            yield "s3:PutObjectRetention"
        elif action == "s3:DeleteObject" and "versionId" in arguments:
            yield "s3:DeleteObjectVersion"
        else:
            yield action
        if headers.get("x-amz-bypass-governance-retention", "").lower() == "true":
            yield "s3:BypassGovernanceRetention"

    def get_permission(self, action, resource):
        answers = [plain(self, one, resource) for one in asked(action)]
        denied = PermissionResult.DENIED
        return denied if denied in answers else answers[0]

    models.FakeBucket.get_permission = get_permission


def _run_deployed_machines():
    """CloudFormation hides its machines from the interpreter, which cannot run one a second time."""
    from copy import copy

    from moto.stepfunctions import models
    from moto.stepfunctions.parser.models import stepfunctions_parser_backends

    models.stepfunctions_backends = stepfunctions_parser_backends

    def deep_copy(self, memo):
        """The interpreter runs a copy of the machine, and what ran before cannot be copied."""
        copied = copy(self)
        copied.executions = []
        return copied

    models.StateMachine.__deepcopy__ = deep_copy
