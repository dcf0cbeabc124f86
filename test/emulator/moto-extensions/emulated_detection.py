"""What moto lacks of the services that watch an account, as AWS documents their answers.

Access Analyzer: CreateAnalyzer, ListAnalyzers, ListFindings; it finds the roles that let outsiders in
AWS Config: DescribeDeliveryChannelStatus, all of whose deliveries succeed
GuardDuty: ListFindings and GetFindings, of what EMULATOR_THREATS_FILE states
Security Hub: GetEnabledStandards, ready at once
"""

import json
import os

from moto.core.responses import BaseResponse
from moto.core.utils import iso_8601_datetime_without_milliseconds, utcnow

_ANALYZERS = {}
_ACCOUNT = "123456789012"


def _now():
    return iso_8601_datetime_without_milliseconds(utcnow())


class AccessAnalyzerResponse(BaseResponse):
    """https://docs.aws.amazon.com/access-analyzer/latest/APIReference/API_Operations.html"""

    def __init__(self):
        super().__init__(service_name="accessanalyzer")

    def create_analyzer(self):
        name = self._get_param("analyzerName")
        arn = f"arn:aws:access-analyzer:{self.region}:{_ACCOUNT}:analyzer/{name}"
        _ANALYZERS[arn] = {
            "rules": self._get_param("archiveRules") or [],
            "summary": {
                "arn": arn,
                "createdAt": _now(),
                "lastResourceAnalyzedAt": _now(),
                "name": name,
                "status": "ACTIVE",
                "tags": {},
                "type": self._get_param("type"),
            },
        }
        return json.dumps({"arn": arn})

    def list_analyzers(self):
        here = f"arn:aws:access-analyzer:{self.region}:"
        listed = [one["summary"] for arn, one in _ANALYZERS.items() if arn.startswith(here)]
        return json.dumps({"analyzers": listed})

    def list_findings(self):
        analyzer = _ANALYZERS.get(self._get_param("analyzerArn"))
        if analyzer is None:
            body = json.dumps({"message": "The analyzer does not exist."})
            headers = {"status": 404, "x-amzn-errortype": "ResourceNotFoundException"}
            return 404, headers, body
        return json.dumps({"findings": list(_findings_of(analyzer))})


    def list_findings_v2(self):
        analyzer = _ANALYZERS.get(self._get_param("analyzerArn"))
        if analyzer is None:
            return self.list_findings()
        summaries = [
            {
                "analyzedAt": one["analyzedAt"],
                "createdAt": one["createdAt"],
                "findingType": "ExternalAccess",
                "id": one["id"],
                "resource": one.get("resource"),
                "resourceOwnerAccount": _ACCOUNT,
                "resourceType": one["resourceType"],
                "status": one["status"],
                "updatedAt": one["updatedAt"],
            }
            for one in _findings_of(analyzer)
        ]
        return json.dumps({"findings": summaries})


def _findings_of(analyzer):
    """Each role that an outsider may take on, archived where a rule names it."""
    from moto.iam.models import iam_backends

    intended = [
        arn
        for rule in analyzer["rules"]
        for arn in rule["filter"].get("resource", {}).get("eq", [])
    ]
    for role in iam_backends[_ACCOUNT]["aws"].roles.values():
        for number, statement in enumerate(_statements_of(role)):
            for kind, who in _outsiders_in(statement):
                yield {
                    "action": [statement["Action"]],
                    "analyzedAt": analyzer["summary"]["lastResourceAnalyzedAt"],
                    "condition": {},
                    "createdAt": analyzer["summary"]["createdAt"],
                    "id": f"{role.id}-{number}",
                    "isPublic": who == "*",
                    "principal": {kind: who},
                    "resource": role.arn,
                    "resourceOwnerAccount": _ACCOUNT,
                    "resourceType": "AWS::IAM::Role",
                    "status": "ARCHIVED" if role.arn in intended else "ACTIVE",
                    "updatedAt": analyzer["summary"]["createdAt"],
                }


def _statements_of(role):
    document = role.assume_role_policy_document
    trusted = json.loads(document) if isinstance(document, str) else document
    statements = trusted["Statement"]
    return statements if isinstance(statements, list) else [statements]


def _outsiders_in(statement):
    """Principals beyond the account, as Access Analyzer writes them: an account by its id alone."""
    principal = statement.get("Principal", {})
    if statement.get("Effect") != "Allow":
        return
    for kind in ("AWS", "Federated"):
        who = principal.get(kind, [])
        for one in who if isinstance(who, list) else [who]:
            if kind == "Federated":
                yield kind, one
            elif f":{_ACCOUNT}:" not in one:
                yield kind, one.split(":")[4] if one.endswith(":root") else one


def _add_access_analyzer():
    """moto has no such service: its requests are told by the name that they are signed for."""
    from moto.moto_server import werkzeug_app
    from werkzeug.wrappers import Request, Response

    plain_call = werkzeug_app.DomainDispatcherApplication.__call__

    def call(self, environ, start_response):
        signed_for = environ.get("HTTP_AUTHORIZATION", "").split(",")[0]
        if "/access-analyzer/" not in signed_for:
            return plain_call(self, environ, start_response)
        request = Request(environ)
        status, headers, body = AccessAnalyzerResponse.dispatch(
            request, request.url, dict(request.headers)
        )
        plain_headers = {name: str(value) for name, value in headers.items()}
        plain_headers["Content-Type"] = "application/json"
        return Response(body, status, plain_headers)(environ, start_response)

    werkzeug_app.DomainDispatcherApplication.__call__ = call


def _add_delivery_status():
    """https://docs.aws.amazon.com/config/latest/APIReference/API_DescribeDeliveryChannelStatus.html"""
    from moto.config.responses import ConfigResponse

    def describe_delivery_channel_status(self):
        delivered = {"lastStatus": "SUCCESS", "lastAttemptTime": utcnow().timestamp()}
        streamed = {"lastStatus": "SUCCESS", "lastStatusChangeTime": utcnow().timestamp()}
        channels = self.config_backend.describe_delivery_channels(None)
        statuses = [
            {
                "name": channel["name"],
                "configHistoryDeliveryInfo": delivered,
                "configStreamDeliveryInfo": streamed,
            }
            for channel in channels
        ]
        return json.dumps({"DeliveryChannelsStatus": statuses})

    ConfigResponse.describe_delivery_channel_status = describe_delivery_channel_status


def _threats_in(region):
    try:
        with open(os.environ["EMULATOR_THREATS_FILE"], encoding="utf-8") as file:
            stated = json.load(file)
    except FileNotFoundError:
        return []
    return [threat for threat in stated if threat["region"] == region]


def _add_threats():
    """https://docs.aws.amazon.com/guardduty/latest/APIReference/API_GetFindings.html"""
    from moto.guardduty import urls
    from moto.guardduty.responses import GuardDutyResponse

    def list_findings(self):
        return json.dumps({"findingIds": [one["id"] for one in _threats_in(self.region)]})

    def get_findings(self):
        asked = self._get_param("findingIds")
        detector = self.guardduty_backend.list_detectors()[0]
        here = f"arn:aws:guardduty:{self.region}:{_ACCOUNT}:detector/{detector}"
        found = [
            {
                "accountId": _ACCOUNT,
                "arn": f"{here}/finding/{threat['id']}",
                "partition": "aws",
                "schemaVersion": "2.0",
                "updatedAt": threat["createdAt"],
                **threat,
                "service": {"archived": False, "detectorId": detector, "serviceName": "guardduty"},
            }
            for threat in _threats_in(self.region)
            if threat["id"] in asked
        ]
        return json.dumps({"findings": found})

    GuardDutyResponse.list_findings = list_findings
    GuardDutyResponse.get_findings = get_findings
    for path in ("findings", "findings/get"):
        pattern = "{0}/detector/(?P<detector_id>[^/]+)/" + path + "$"
        urls.url_paths[pattern] = GuardDutyResponse.dispatch


def _add_standards():
    """https://docs.aws.amazon.com/securityhub/1.0/APIReference/API_GetEnabledStandards.html"""
    from moto.securityhub import urls
    from moto.securityhub.responses import SecurityHubResponse

    name = "aws-foundational-security-best-practices/v/1.0.0"

    def get_enabled_standards(self):
        # Where the hub is off, this is the refusal that AWS gives too.
        self.securityhub_backend.describe_hub()
        subscription = {
            "StandardsArn": f"arn:aws:securityhub:{self.region}::standards/{name}",
            "StandardsControlsUpdatable": "READY_FOR_UPDATES",
            "StandardsInput": {},
            "StandardsStatus": "READY",
            "StandardsSubscriptionArn": (
                f"arn:aws:securityhub:{self.region}:{_ACCOUNT}:subscription/{name}"
            ),
        }
        return json.dumps({"StandardsSubscriptions": [subscription]})

    SecurityHubResponse.get_enabled_standards = get_enabled_standards
    urls.url_paths["{0}/standards/get$"] = SecurityHubResponse.dispatch


def add_detection():
    _add_access_analyzer()
    _add_delivery_status()
    _add_threats()
    _add_standards()
