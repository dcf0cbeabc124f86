"""What moto leaves out and a test asks for: root, S3's policy status, detection, dates, presigned URLs.

Python imports this by itself because `moto-server.ts` puts its folder on PYTHONPATH, and only where
an option asks for it. `docs/emulator.md` lists what it changes.

EMULATOR_SIGN_INS_FILE     JSON that states root and password use, read again for every answer
EMULATOR_POLICY_STATUS     "1": answer GetBucketPolicyStatus, where moto lists the bucket
EMULATOR_THREATS_FILE      JSON that states GuardDuty's findings; detection is answered beside it
EMULATOR_SECRET_DATES      "1": state when each version of a secret was made
EMULATOR_DISTRIBUTIONS     "1": list CloudFront's distributions with their settings
EMULATOR_MACHINES          "1": answer Systems Manager, and which snapshots are public
EMULATOR_AWS_ACTION_NAMES  "1": enforce the IAM actions that AWS documents
EMULATOR_PRESIGNED_URLS    "1": check signature, time and permission of presigned URLs, and obey their
                           response-* parameters
EMULATOR_DEPLOYMENT        "1": decide permissions as IAM does, and run deployed state machines
"""

import json
import os
import re
import sys
from datetime import datetime


def _sign_ins():
    try:
        with open(os.environ["EMULATOR_SIGN_INS_FILE"], encoding="utf-8") as file:
            return json.load(file)
    except FileNotFoundError:
        return None


def _parse(iso):
    return datetime.strptime(iso[:19], "%Y-%m-%dT%H:%M:%S")


def _report_time(iso, missing):
    return missing if iso is None else iso[:19] + "+00:00"


def _root_row(account_id, root):
    """The row of the root user, as AWS writes it: first, named <root_account>."""
    fields = [
        "<root_account>",
        f"arn:aws:iam::{account_id}:root",
        _report_time(root["createdAt"], "N/A"),
        "not_supported",
        _report_time(root["passwordLastUsedAt"], "no_information"),
        "not_supported",
        "not_supported",
        "false" if root["mfa"] == "none" else "true",
    ]
    for index in range(2):
        keys = root["accessKeys"]
        if index < len(keys):
            used = keys[index]["lastUsedAt"]
            fields += [
                "true",
                _report_time(keys[index]["createdAt"], "N/A"),
                _report_time(used, "N/A"),
                "N/A" if used is None else "us-east-1",
                "N/A" if used is None else "iam",
            ]
        else:
            fields += ["false", "N/A", "N/A", "N/A", "N/A"]
    fields += ["false", "N/A", "false", "N/A"]
    return ",".join(fields) + "\n"


def _add_root_user():
    from moto.core.utils import utcnow
    from moto.core.responses import ActionResult
    from moto.iam import models, responses

    plain_report = models.IAMBackend.get_credential_report
    plain_devices = models.IAMBackend.list_virtual_mfa_devices
    plain_summary = models.AccountSummary.summary_map.fget
    plain_answer = responses.IamResponse.get_credential_report

    def get_credential_report(self):
        sign_ins = _sign_ins()
        if sign_ins is not None:
            for name, user in self.users.items():
                used = sign_ins["passwordLastUsedAt"].get(name)
                user.password_last_used = None if used is None else _parse(used)
        report = plain_report(self)
        if sign_ins is None:
            return report
        header, rows = report.split("\n", 1)
        return header + "\n" + _root_row(self.account_id, sign_ins["root"]) + rows

    def answer_credential_report(self):
        result = plain_answer(self).result
        # moto states 2015-02-02 always, which would make every report look a decade old.
        result["GeneratedTime"] = utcnow()
        return ActionResult(result)

    def list_virtual_mfa_devices(self, assignment_status, marker, max_items):
        devices, next_marker = plain_devices(self, assignment_status, marker, max_items)
        sign_ins = _sign_ins()
        if sign_ins is None or sign_ins["root"]["mfa"] != "virtual":
            return devices, next_marker
        if assignment_status == "Unassigned" or marker:
            return devices, next_marker
        device = models.VirtualMfaDevice(self.account_id, self.region_name, "/root-phone")
        device.enable_date = _parse(sign_ins["root"]["mfaEnabledAt"])
        device.user_attribute = {
            "UserId": self.account_id,
            "Arn": f"arn:aws:iam::{self.account_id}:root",
            "CreateDate": _parse(sign_ins["root"]["createdAt"]),
        }
        # moto hands out the seed in the list; AWS never does, and here it would be new each time.
        device.base32_string_seed = None
        device.qr_code_png = None
        device.user = device.user_attribute
        return [device, *devices], next_marker

    def summary_map(self):
        summary = plain_summary(self)
        sign_ins = _sign_ins()
        if sign_ins is not None:
            root = sign_ins["root"]
            has_mfa = root["mfa"] != "none"
            summary["AccountMFAEnabled"] = 1 if has_mfa else 0
            summary["AccountAccessKeysPresent"] = 1 if root["accessKeys"] else 0
            summary["MFADevices"] += 1 if has_mfa else 0
            summary["MFADevicesInUse"] += 1 if has_mfa else 0
        return summary

    models.IAMBackend.get_credential_report = get_credential_report
    models.IAMBackend.list_virtual_mfa_devices = list_virtual_mfa_devices
    models.AccountSummary.summary_map = property(summary_map)
    responses.IamResponse.get_credential_report = answer_credential_report


def _answer_policy_status():
    """S3's verdict on a bucket policy: public when it allows everyone without a condition.

    https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetBucketPolicyStatus.html
    """
    from moto.s3 import responses

    plain_get = responses.S3Response._bucket_response_get

    def lets_everyone_in(statement):
        principal = statement.get("Principal")
        aws = principal.get("AWS") if isinstance(principal, dict) else principal
        everyone = "*" in (aws if isinstance(aws, list) else [aws])
        return statement.get("Effect") == "Allow" and everyone and not statement.get("Condition")

    def bucket_response_get(self, bucket_name, querystring):
        if "policyStatus" not in querystring:
            return plain_get(self, bucket_name, querystring)
        self._set_action("BUCKET", "GET", querystring)
        self._authenticate_and_authorize_s3_action(bucket_name=bucket_name)
        answer = self.get_bucket_policy()
        status, headers, body = answer if isinstance(answer, tuple) else (200, {}, answer)
        if status != 200:
            return answer
        statements = json.loads(body)["Statement"]
        listed = statements if isinstance(statements, list) else [statements]
        verdict = "true" if any(lets_everyone_in(one) for one in listed) else "false"
        return f"<PolicyStatus><IsPublic>{verdict}</IsPublic></PolicyStatus>"

    responses.S3Response._bucket_response_get = bucket_response_get


def _date_secret_versions():
    """moto says of each version of a secret that it was made at the time of asking.

    https://docs.aws.amazon.com/secretsmanager/latest/apireference/API_SecretVersionsListEntry.html
    """
    from moto.secretsmanager import models

    plain_list = models.SecretsManagerBackend.list_secret_version_ids

    def list_secret_version_ids(self, secret_id):
        answer = json.loads(plain_list(self, secret_id))
        versions = self.secrets[secret_id].versions
        for version in answer["Versions"]:
            version["CreatedDate"] = versions[version["VersionId"]]["createdate"]
            # AWS leaves it out until somebody reads the value.
            del version["LastAccessedDate"]
        return json.dumps(answer)

    models.SecretsManagerBackend.list_secret_version_ids = list_secret_version_ids


def _use_aws_action_names():
    """Where moto asks for s3:ListBucket or a wrong name, ask for what AWS asks for.

    https://docs.aws.amazon.com/AmazonS3/latest/userguide/using-with-s3-policy-actions.html
    """
    from moto.iam import access_control
    from moto.s3 import responses

    responses.ACTION_MAP["BUCKET"]["GET"].update(
        {
            "publicAccessBlock": "GetBucketPublicAccessBlock",
            "policyStatus": "GetBucketPolicyStatus",
            "encryption": "GetEncryptionConfiguration",
            "object-lock": "GetBucketObjectLockConfiguration",
            "ownershipControls": "GetBucketOwnershipControls",
        }
    )
    plain_init = access_control.IAMRequest.__init__

    def init(self, *args, **kwargs):
        plain_init(self, *args, **kwargs)
        # Buckets go through another class: here the action can only be S3 Control's.
        if self._action == "s3:GetPublicAccessBlock":
            self._action = "s3:GetAccountPublicAccessBlock"
        # CloudWatch signs for the name of its endpoint, which no IAM action has.
        self._action = re.sub("^monitoring:", "cloudwatch:", self._action)
        # API Gateway's actions are the methods of HTTP, whatever the operation.
        self._action = re.sub("^apigateway:Get.*", "apigateway:GET", self._action)
        # Access Analyzer's second listing uses the action of the first.
        if self._action == "access-analyzer:ListFindingsV2":
            self._action = "access-analyzer:ListFindings"

    access_control.IAMRequest.__init__ = init
    plain_check = access_control.IAMRequest.check_action_permitted

    def check_action_permitted(self, resource):
        plain_check(self, resource)
        # Of a load balancer's web ACL, AWS asks both services.
        if self._action == "wafv2:GetWebACLForResource":
            self._action = "elasticloadbalancing:GetLoadBalancerWebACL"
            plain_check(self, resource)

    access_control.IAMRequest.check_action_permitted = check_action_permitted


def _check_presigned_urls():
    """Presigned URLs as S3 takes them; moto looks at none of their parameters.

    The signature is reckoned by botocore, AWS's own. A URL that holds is signed anew as an ordinary
    request, so that moto's IAM engine judges it as one.

    https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-query-string-auth.html
    """
    from urllib.parse import parse_qsl, quote, urlencode

    from botocore.auth import S3SigV4Auth, S3SigV4QueryAuth
    from botocore.awsrequest import AWSRequest
    from botocore.credentials import Credentials
    from moto.core.utils import utcnow
    from moto.iam.models import iam_backends
    from moto.moto_server import werkzeug_app
    from moto.sts.models import sts_backends

    plain_call = werkzeug_app.DomainDispatcherApplication.__call__
    longest_seconds = 604_800

    class Refused(Exception):
        pass

    def find_key(key_id):
        """Secret, session token and the session's end."""
        for backends in sts_backends.values():
            for backend in backends.values():
                for role in backend.assumed_roles:
                    if role.access_key_id == key_id:
                        return role.secret_access_key, role.session_token, role.expiration
        for backends in iam_backends.values():
            for backend in backends.values():
                for user in backend.users.values():
                    for key in user.access_keys:
                        if key.access_key_id == key_id and key.status == "Active":
                            return key.secret_access_key, None, None
        if key_id == "testing":
            return "testing", None, None
        raise Refused("403 Forbidden", "InvalidAccessKeyId")

    def check(method, url, query):
        key_id, day, region, service, _ = query["X-Amz-Credential"].split("/")
        secret, token, end = find_key(key_id)
        if query.get("X-Amz-Security-Token") != token:
            raise Refused("400 Bad Request", "InvalidToken")
        credentials = Credentials(key_id, secret, token)
        signed = {k: v for k, v in query.items() if k != "X-Amz-Signature"}
        request = AWSRequest(method, url + "?" + urlencode(signed, quote_via=quote))
        request.headers["host"] = url.split("/")[2]
        request.context["timestamp"] = query["X-Amz-Date"]
        auth = S3SigV4QueryAuth(credentials, service, region)
        text = auth.string_to_sign(request, auth.canonical_request(request))
        if auth.signature(text, request) != query["X-Amz-Signature"]:
            raise Refused("403 Forbidden", "SignatureDoesNotMatch")
        now = utcnow()
        lasts = int(query["X-Amz-Expires"])
        begin = datetime.strptime(query["X-Amz-Date"], "%Y%m%dT%H%M%SZ")
        if lasts > longest_seconds or begin.strftime("%Y%m%d") != day:
            raise Refused("400 Bad Request", "AuthorizationQueryParametersError")
        if (now - begin).total_seconds() > lasts:
            raise Refused("403 Forbidden", "AccessDenied", "Request has expired")
        if end is not None and now > end.replace(tzinfo=None):
            raise Refused("400 Bad Request", "ExpiredToken")
        return credentials, service, region

    def call(self, environ, start_response):
        query = dict(parse_qsl(environ.get("QUERY_STRING", ""), keep_blank_values=True))
        if "X-Amz-Signature" not in query:
            return plain_call(self, environ, start_response)
        path = environ.get("RAW_URI") or environ.get("REQUEST_URI") or environ["PATH_INFO"]
        path = path.split("?")[0]
        url = "http://" + environ["HTTP_HOST"] + path
        try:
            credentials, service, region = check(environ["REQUEST_METHOD"], url, query)
        except Refused as refused:
            status, code, *message = refused.args
            body = f"<Error><Code>{code}</Code><Message>{''.join(message)}</Message></Error>"
            start_response(status, [("Content-Type", "application/xml")])
            return [body.encode()]
        answers = {k[9:]: v for k, v in query.items() if k.startswith("response-")}
        kept = {
            k: v for k, v in query.items() if not k.startswith(("X-Amz-", "response-", "x-id"))
        }
        environ["QUERY_STRING"] = urlencode(kept, quote_via=quote)
        for name in ("RAW_URI", "REQUEST_URI"):
            if name in environ:
                environ[name] = path + ("?" + environ["QUERY_STRING"] if kept else "")
        request = AWSRequest(environ["REQUEST_METHOD"], url + "?" + environ["QUERY_STRING"])
        S3SigV4Auth(credentials, service, region).add_auth(request)
        for name, value in request.headers.items():
            environ["HTTP_" + name.upper().replace("-", "_")] = value

        def answer(status, headers, *rest):
            plain = [(k, v) for k, v in headers if k.lower() not in answers]
            return start_response(status, plain + list(answers.items()), *rest)

        return plain_call(self, environ, answer)

    werkzeug_app.DomainDispatcherApplication.__call__ = call


# pyenv and the like run other Python programs on the way: leave those alone.
if any(argument.endswith("moto_server") for argument in sys.orig_argv):
    if "EMULATOR_SIGN_INS_FILE" in os.environ:
        _add_root_user()
    if os.environ.get("EMULATOR_POLICY_STATUS") == "1":
        _answer_policy_status()
    if "EMULATOR_THREATS_FILE" in os.environ:
        from emulated_coverage import add_coverage
        from emulated_detection import add_detection
        from emulated_external import add_external

        add_coverage()
        add_detection()
        add_external()
    if os.environ.get("EMULATOR_SECRET_DATES") == "1":
        _date_secret_versions()
    if os.environ.get("EMULATOR_DISTRIBUTIONS") == "1":
        from emulated_edge import add_distribution_settings

        add_distribution_settings()
    if os.environ.get("EMULATOR_MACHINES") == "1":
        from emulated_machines import add_machines

        add_machines()
    if os.environ.get("EMULATOR_AWS_ACTION_NAMES") == "1":
        _use_aws_action_names()
    if os.environ.get("EMULATOR_DEPLOYMENT") == "1":
        from emulated_deployment import add_deployment

        add_deployment()
    if os.environ.get("EMULATOR_PRESIGNED_URLS") == "1":
        _check_presigned_urls()
