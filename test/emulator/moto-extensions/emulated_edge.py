"""What moto leaves out of the lists of what the internet reaches.

`sitecustomize.py` adds it where `moto-server.ts` is asked for it.
"""


def add_distribution_settings():
    """moto lists distributions without their settings, which it keeps.

    https://docs.aws.amazon.com/cloudfront/latest/APIReference/API_DistributionSummary.html
    """
    from moto.cloudfront import models

    plain_list = models.CloudFrontBackend.list_distributions

    def list_distributions(self):
        return [
            {
                **vars(distribution.distribution_config),
                "Id": distribution.id,
                "ARN": distribution.arn,
                "ETag": distribution.etag,
                "Status": distribution.status,
                "LastModifiedTime": distribution.last_modified_time,
                "DomainName": distribution.domain_name,
                "Staging": False,
            }
            for distribution in plain_list(self)
        ]

    models.CloudFrontBackend.list_distributions = list_distributions
