"""Inspector's ListCoverage, which moto lacks, as AWS documents the answer.

Functions and repositories are scanned; of instances those that Systems Manager manages, which are
those that run and require session tokens of their metadata service (see `emulated_machines.py`).

https://docs.aws.amazon.com/inspector/v2/APIReference/API_ListCoverage.html
"""

import json


def _covered(account, kind, resource, reason=None, metadata=None):
    return {
        "accountId": account,
        "resourceId": resource,
        "resourceMetadata": metadata or {},
        "resourceType": kind,
        "scanStatus": {
            "reason": reason or "SUCCESSFUL",
            "statusCode": "INACTIVE" if reason else "ACTIVE",
        },
        "scanType": "PACKAGE",
    }


def _why_not_scanned(instance):
    if instance.state != "running":
        return "EC2_INSTANCE_STOPPED"
    is_managed = instance.metadata_options.http_tokens == "required"
    return None if is_managed else "UNMANAGED_EC2_INSTANCE"


def _instances(account, region):
    from moto.ec2.models import ec2_backends

    for instance in ec2_backends[account][region].all_instances():
        if instance.state == "terminated":
            continue
        tags = {tag["key"]: tag["value"] for tag in instance.get_tags()}
        yield _covered(
            account,
            "AWS_EC2_INSTANCE",
            instance.id,
            _why_not_scanned(instance),
            {"ec2": {"tags": tags}},
        )


def _repositories(account, region):
    from moto.ecr.models import ecr_backends

    for repository in ecr_backends[account][region].repositories.values():
        yield _covered(account, "AWS_ECR_REPOSITORY", repository.arn)


def _functions(account, region):
    from moto.awslambda.models import lambda_backends

    for function in lambda_backends[account][region].list_functions():
        arn = f"{function.function_arn}:$LATEST"
        metadata = {"lambdaFunction": {"functionName": function.function_name}}
        yield _covered(account, "AWS_LAMBDA_FUNCTION", arn, None, metadata)


def add_coverage():
    from moto.inspector2 import urls
    from moto.inspector2.responses import Inspector2Response

    def list_coverage(self):
        here = (self.current_account, self.region)
        resources = [*_instances(*here), *_repositories(*here), *_functions(*here)]
        return json.dumps({"coveredResources": resources})

    Inspector2Response.list_coverage = list_coverage
    urls.url_paths["{0}/coverage/list$"] = Inspector2Response.dispatch
