/**
 * Records as AWS's documentation shows them: an `Encrypt` with an encryption context, in the form of
 * 2025 and of 2022, the oldest form of all, a call that failed, and what is no API call's management
 * event.
 *
 * @see https://docs.aws.amazon.com/kms/latest/developerguide/ct-encrypt.html
 * @see https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-log-file-examples.html
 * @see https://docs.aws.amazon.com/awscloudtrail/latest/userguide/logging-network-events-with-cloudtrail.html
 */
export const ENCRYPT_2025 = {
  eventVersion: "1.11",
  userIdentity: {
    type: "IAMUser",
    principalId: "EX_PRINCIPAL_ID",
    arn: "arn:aws:iam::111122223333:user/Alice",
    accountId: "111122223333",
    accessKeyId: "EXAMPLE_KEY_ID",
    userName: "Alice",
  },
  eventTime: "2025-05-20T20:46:16Z",
  eventSource: "kms.amazonaws.com",
  eventName: "Encrypt",
  awsRegion: "us-east-1",
  sourceIPAddress: "192.0.2.0",
  userAgent: "AWS Internal",
  requestParameters: {
    encryptionContext: { Department: "Engineering" },
    keyId: "arn:aws:kms:us-west-2:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab",
    encryptionAlgorithm: "SYMMETRIC_DEFAULT",
  },
  responseElements: null,
  additionalEventData: {
    keyMaterialId: "123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef0",
  },
  requestID: "f3423043-63bc-11e4-bc2b-4198b6150d5c",
  eventID: "91235988-eb87-476a-ac2c-0cdc244e6dca",
  readOnly: true,
  resources: [
    {
      ARN: "arn:aws:kms:us-west-2:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab",
      accountId: "111122223333",
    },
  ],
  eventType: "AwsApiCall",
  managementEvent: true,
  recipientAccountId: "111122223333",
  eventCategory: "Management",
};

/** The same page in an earlier version: no category, and nothing says whether it is a management event. */
export const ENCRYPT_2022 = {
  eventVersion: "1.02",
  userIdentity: {
    type: "IAMUser",
    principalId: "EX_PRINCIPAL_ID",
    arn: "arn:aws:iam::111122223333:user/Alice",
    accountId: "111122223333",
    accessKeyId: "EXAMPLE_KEY_ID",
    userName: "Alice",
  },
  eventTime: "2022-07-14T20:17:42Z",
  eventSource: "kms.amazonaws.com",
  eventName: "Encrypt",
  awsRegion: "us-east-1",
  sourceIPAddress: "192.0.2.0",
  userAgent: "AWS Internal",
  requestParameters: {
    encryptionContext: { Department: "Engineering" },
    keyId: "arn:aws:kms:us-west-2:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab",
    encryptionAlgorithm: "SYMMETRIC_DEFAULT",
  },
  responseElements: null,
  requestID: "f3423043-63bc-11e4-bc2b-4198b6150d5c",
  eventID: "91235988-eb87-476a-ac2c-0cdc244e6dca",
  readOnly: true,
  resources: [
    {
      ARN: "arn:aws:kms:us-west-2:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab",
      accountId: "111122223333",
    },
  ],
  eventType: "AwsApiCall",
  recipientAccountId: "111122223333",
};

/** The oldest form: neither request id, nor event id, nor type, nor receiving account. */
export const START_INSTANCES_2014 = {
  eventVersion: "1.0",
  userIdentity: {
    type: "IAMUser",
    principalId: "EX_PRINCIPAL_ID",
    arn: "arn:aws:iam::123456789012:user/Alice",
    accessKeyId: "EXAMPLE_KEY_ID",
    accountId: "123456789012",
    userName: "Alice",
  },
  eventTime: "2014-03-06T21:22:54Z",
  eventSource: "ec2.amazonaws.com",
  eventName: "StartInstances",
  awsRegion: "us-east-2",
  sourceIPAddress: "205.251.233.176",
  userAgent: "ec2-api-tools 1.6.12.2",
  requestParameters: { instancesSet: { items: [{ instanceId: "i-ebeaf9e2" }] } },
  responseElements: {
    instancesSet: {
      items: [
        {
          instanceId: "i-ebeaf9e2",
          currentState: { code: 0, name: "pending" },
          previousState: { code: 80, name: "stopped" },
        },
      ],
    },
  },
};

export const UPDATE_TRAIL_FAILED = {
  eventVersion: "1.04",
  userIdentity: {
    type: "IAMUser",
    principalId: "EX_PRINCIPAL_ID",
    arn: "arn:aws:iam::123456789012:user/Alice",
    accountId: "123456789012",
    accessKeyId: "EXAMPLE_KEY_ID",
    userName: "Alice",
  },
  eventTime: "2016-07-14T19:15:45Z",
  eventSource: "cloudtrail.amazonaws.com",
  eventName: "UpdateTrail",
  awsRegion: "us-east-2",
  sourceIPAddress: "205.251.233.182",
  userAgent: "aws-cli/1.10.32 Python/2.7.9 Windows/7 botocore/1.4.22",
  errorCode: "TrailNotFoundException",
  errorMessage: "Unknown trail: myTrail2 for the user: 123456789012",
  requestParameters: { name: "myTrail2" },
  responseElements: null,
  requestID: "5d40662a-49f7-11e6-97e4-d9cb6ff7d6a3",
  eventID: "b7d4398e-b2f0-4faa-9c76-e2d316a8d67f",
  eventType: "AwsApiCall",
  recipientAccountId: "123456789012",
};

/** A call through a VPC endpoint, recorded a second time for the endpoint's owner. */
export const NETWORK_ACTIVITY = {
  eventVersion: "1.09",
  userIdentity: {
    type: "AssumedRole",
    arn: "arn:aws:sts::123456789012:assumed-role/Admin/role-name",
    accountId: "123456789012",
  },
  eventTime: "2024-06-04T23:12:50Z",
  eventSource: "kms.amazonaws.com",
  eventName: "ListKeys",
  awsRegion: "us-east-1",
  sourceIPAddress: "192.0.2.0",
  requestID: "16bcc089-ac49-43f1-9177-EXAMPLE23731",
  eventID: "228ca3c8-5f95-4a8a-9732-EXAMPLE60ed9",
  eventType: "AwsVpceEvent",
  recipientAccountId: "123456789012",
  sharedEventID: "a1f3720c-ef19-47e9-a5d5-EXAMPLE8099f",
  vpcEndpointId: "vpce-EXAMPLE08c1b6b9b7",
  vpcEndpointAccountId: "123456789012",
  eventCategory: "NetworkActivity",
};
