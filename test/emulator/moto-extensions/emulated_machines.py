"""What moto lacks of machines, as AWS documents the answers.

EC2: DescribeSnapshots lists only what everyone may restore where that is asked for
Systems Manager: DescribeInstanceInformation and DescribeInstancePatchStates, as in an account where
Default Host Management Configuration is on, which manages the running instances that require session
tokens of their metadata service. Those with a tag PatchGroup were scanned the day before, and lack
nothing; the others never were.

https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DescribeSnapshots.html
https://docs.aws.amazon.com/systems-manager/latest/userguide/fleet-manager-default-host-management-configuration.html
https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_DescribeInstancePatchStates.html
"""

import json
from datetime import timedelta

from moto.core.responses import ActionResult
from moto.core.utils import unix_time, utcnow

_BASELINE = "arn:aws:ssm:{region}:000000000000:patchbaseline/pb-0123456789abcdef0"
_MINUTE = timedelta(minutes=1)


def _managed(response):
    """The instances of the region that run and require tokens."""
    from moto.ec2.models import ec2_backends

    instances = ec2_backends[response.current_account][response.region].all_instances()
    return [
        instance
        for instance in instances
        if instance.state == "running" and instance.metadata_options.http_tokens == "required"
    ]


def _describe_instance_information(response):
    return json.dumps(
        {
            "InstanceInformationList": [
                {
                    "InstanceId": instance.id,
                    "PingStatus": "Online",
                    "LastPingDateTime": unix_time(utcnow() - _MINUTE),
                    "AgentVersion": "3.3.2299.0",
                    "IsLatestVersion": True,
                    "PlatformType": "Linux",
                    "PlatformName": "Amazon Linux",
                    "PlatformVersion": "2023",
                    "ResourceType": "EC2Instance",
                    "IPAddress": instance.private_ip,
                }
                for instance in _managed(response)
            ]
        }
    )


def _patch_state(response, instance, group):
    scanned = utcnow() - timedelta(days=1)
    return {
        "InstanceId": instance.id,
        "PatchGroup": group,
        "BaselineId": _BASELINE.format(region=response.region),
        "InstalledCount": 212,
        "InstalledOtherCount": 9,
        "InstalledPendingRebootCount": 0,
        "InstalledRejectedCount": 0,
        "MissingCount": 0,
        "FailedCount": 0,
        "NotApplicableCount": 1804,
        "CriticalNonCompliantCount": 0,
        "SecurityNonCompliantCount": 0,
        "OtherNonCompliantCount": 0,
        "OperationStartTime": unix_time(scanned - _MINUTE),
        "OperationEndTime": unix_time(scanned),
        "Operation": "Scan",
    }


def _describe_instance_patch_states(response):
    asked = response._get_param("InstanceIds")
    states = []
    for instance in _managed(response):
        tags = {tag["key"]: tag["value"] for tag in instance.get_tags()}
        if instance.id in asked and "PatchGroup" in tags:
            states.append(_patch_state(response, instance, tags["PatchGroup"]))
    return json.dumps({"InstancePatchStates": states})


def add_machines():
    from moto.ec2.responses import elastic_block_store
    from moto.ssm import responses

    plain_snapshots = elastic_block_store.ElasticBlockStore.describe_snapshots

    def describe_snapshots(self):
        result = plain_snapshots(self).result
        if self._get_param("RestorableByUserIds", []) != ["all"]:
            return ActionResult(result)
        everyone = [
            one for one in result["Snapshots"] if "all" in one.create_volume_permission_groups
        ]
        return ActionResult({"Snapshots": everyone})

    elastic_block_store.ElasticBlockStore.describe_snapshots = describe_snapshots
    responses.SimpleSystemManagerResponse.describe_instance_information = (
        _describe_instance_information
    )
    responses.SimpleSystemManagerResponse.describe_instance_patch_states = (
        _describe_instance_patch_states
    )
