"""What moto lacks of the services that the findings of other tools are read from, as AWS answers it in
an account that has switched on nothing more than the emulator knows.

https://docs.aws.amazon.com/securityhub/1.0/APIReference/API_ListFindingAggregators.html
https://docs.aws.amazon.com/securityhub/1.0/APIReference/API_ListSecurityControlDefinitions.html
https://docs.aws.amazon.com/securityhub/1.0/APIReference/API_BatchGetStandardsControlAssociations.html
https://docs.aws.amazon.com/config/latest/APIReference/API_DescribeComplianceByConfigRule.html
https://docs.aws.amazon.com/config/latest/APIReference/API_DescribeConformancePacks.html
https://docs.aws.amazon.com/macie/latest/APIReference/findings.html
"""

import json

_STANDARD = "aws-foundational-security-best-practices/v/1.0.0"
# A control that is on, and one that somebody switched off.
_CONTROLS = {"S3.8": ("ENABLED", None), "EC2.10": ("DISABLED", "We reach EC2 from inside only.")}


def _add_securityhub():
    from moto.securityhub import urls
    from moto.securityhub.responses import SecurityHubResponse

    def list_finding_aggregators(self):
        self.securityhub_backend.describe_hub()
        return json.dumps({"FindingAggregators": []})

    def list_security_control_definitions(self):
        definitions = [
            {
                "CurrentRegionAvailability": "AVAILABLE",
                "Description": "",
                "RemediationUrl": "",
                "SecurityControlId": control,
                "SeverityRating": "HIGH",
                "Title": control,
            }
            for control in _CONTROLS
        ]
        return json.dumps({"SecurityControlDefinitions": definitions})

    def batch_get_standards_control_associations(self):
        asked = self._get_param("StandardsControlAssociationIds")
        details = []
        for one in asked:
            status, reason = _CONTROLS[one["SecurityControlId"]]
            detail = {
                "AssociationStatus": status,
                "SecurityControlArn": f"arn:aws:securityhub:{self.region}:{self.current_account}:security-control/{one['SecurityControlId']}",
                "SecurityControlId": one["SecurityControlId"],
                "StandardsArn": one["StandardsArn"],
            }
            if reason:
                detail["UpdatedReason"] = reason
            details.append(detail)
        return json.dumps({"StandardsControlAssociationDetails": details})

    SecurityHubResponse.list_finding_aggregators = list_finding_aggregators
    SecurityHubResponse.list_security_control_definitions = list_security_control_definitions
    SecurityHubResponse.batch_get_standards_control_associations = (
        batch_get_standards_control_associations
    )
    for path in ("findingAggregator/list", "securityControls/definitions", "associations/batchGet"):
        urls.url_paths["{0}/" + path + "$"] = SecurityHubResponse.dispatch


def _add_config():
    from moto.config.responses import ConfigResponse

    def describe_compliance_by_config_rule(self):
        rules = self.config_backend.describe_config_rules(None, None)["ConfigRules"]
        return json.dumps(
            {
                "ComplianceByConfigRules": [
                    {
                        "Compliance": {"ComplianceType": "INSUFFICIENT_DATA"},
                        "ConfigRuleName": rule["ConfigRuleName"],
                    }
                    for rule in rules
                ]
            }
        )

    def get_compliance_details_by_config_rule(self):
        return json.dumps({"EvaluationResults": []})

    def describe_conformance_packs(self):
        return json.dumps({"ConformancePackDetails": []})

    ConfigResponse.describe_compliance_by_config_rule = describe_compliance_by_config_rule
    ConfigResponse.get_compliance_details_by_config_rule = get_compliance_details_by_config_rule
    ConfigResponse.describe_conformance_packs = describe_conformance_packs


def _add_macie():
    from moto.macie2 import urls
    from moto.macie2.responses import MacieResponse

    def list_findings(self):
        session = self.macie_backend.macie_session
        if session is None or session.get("status") != "ENABLED":
            headers = {"status": 403, "x-amzn-errortype": "AccessDeniedException"}
            return 403, headers, json.dumps({"message": "Macie is not enabled."})
        return json.dumps({"findingIds": []})

    MacieResponse.list_findings = list_findings
    urls.url_paths["{0}/findings$"] = MacieResponse.dispatch


def add_external():
    _add_securityhub()
    _add_config()
    _add_macie()
