import { describe, expect, it } from "vitest";
import { ALARMED_EVENTS } from "../../../shared/checks/cloudwatch/alarmed-events.ts";
import { ACCOUNT, judged, outcomes } from "../judging.ts";
import { alarmEvidence, allAlarms, type PlantedAlarm, TRAIL_LOG_GROUP } from "./alarm-evidence.ts";
import {
  CHANGES,
  checkOf,
  eventNames,
  IDS,
  nobody,
  PASSES,
  TRAIL,
  trailAlarm,
  unclear,
} from "./alarm-sentences.ts";

/** As the benchmark prints them, in its two versions where they differ. */
const PUBLISHED: readonly (readonly [id: string, pattern: string])[] = [
  [
    "unauthorized-calls",
    '{ ($.errorCode = "*UnauthorizedOperation") || ($.errorCode = "AccessDenied*") }',
  ],
  [
    "unauthorized-calls",
    '{ ($.errorCode ="*UnauthorizedOperation") || ($.errorCode ="AccessDenied*") && ($.sourceIPAddress!="delivery.logs.amazonaws.com") && ($.eventName!="HeadBucket") }',
  ],
  [
    "sign-in-without-mfa",
    '{ ($.eventName = "ConsoleLogin") && ($.additionalEventData.MFAUsed != "Yes") }',
  ],
  [
    "sign-in-without-mfa",
    '{ ($.eventName = "ConsoleLogin") && ($.additionalEventData.MFAUsed != "Yes") && ($.userIdentity.type = "IAMUser") && ($.responseElements.ConsoleLogin = "Success") }',
  ],
  [
    "root-use",
    '{$.userIdentity.type="Root" && $.userIdentity.invokedBy NOT EXISTS && $.eventType !="AwsServiceEvent"}',
  ],
  [
    "failed-sign-ins",
    '{ ($.eventName = ConsoleLogin) && ($.errorMessage = "Failed authentication") }',
  ],
  [
    "key-deletion",
    "{($.eventSource = kms.amazonaws.com) && (($.eventName=DisableKey)||($.eventName=ScheduleKeyDeletion)) }",
  ],
  [
    "iam-policy-changes",
    "{($.eventName=DeleteGroupPolicy)||($.eventName=DeleteRolePolicy)||($.eventName=DeleteUserPolicy)||($.eventName=PutGroupPolicy)||($.eventName=PutRolePolicy)||($.eventName=PutUserPolicy)||($.eventName=CreatePolicy)||($.eventName=DeletePolicy)||($.eventName=CreatePolicyVersion)||($.eventName=DeletePolicyVersion)||($.eventName=AttachRolePolicy)||($.eventName=DetachRolePolicy)||($.eventName=AttachUserPolicy)||($.eventName=DetachUserPolicy)||($.eventName=AttachGroupPolicy)||($.eventName=DetachGroupPolicy)}",
  ],
  ["trail-changes", eventNames(...CHANGES)],
  [
    "bucket-policy-changes",
    "{ ($.eventSource = s3.amazonaws.com) && (($.eventName = PutBucketAcl) || ($.eventName = PutBucketPolicy) || ($.eventName = PutBucketCors) || ($.eventName = PutBucketLifecycle) || ($.eventName = PutBucketReplication) || ($.eventName = DeleteBucketPolicy) || ($.eventName = DeleteBucketCors) || ($.eventName = DeleteBucketLifecycle) || ($.eventName = DeleteBucketReplication)) }",
  ],
  [
    "security-group-changes",
    "{ ($.eventName = AuthorizeSecurityGroupIngress) || ($.eventName = AuthorizeSecurityGroupEgress) || ($.eventName = RevokeSecurityGroupIngress) || ($.eventName = RevokeSecurityGroupEgress) || ($.eventName = CreateSecurityGroup) || ($.eventName = DeleteSecurityGroup) || ($.eventName = ModifySecurityGroupRules) }",
  ],
  [
    "network-acl-changes",
    "{ ($.eventName = CreateNetworkAcl) || ($.eventName = CreateNetworkAclEntry) || ($.eventName = DeleteNetworkAcl) || ($.eventName = DeleteNetworkAclEntry) || ($.eventName = ReplaceNetworkAclEntry) || ($.eventName = ReplaceNetworkAclAssociation) }",
  ],
  [
    "vpc-changes",
    "{ ($.eventName = CreateVpc) || ($.eventName = DeleteVpc) || ($.eventName = ModifyVpcAttribute) || ($.eventName = AcceptVpcPeeringConnection) || ($.eventName = CreateVpcPeeringConnection) || ($.eventName = DeleteVpcPeeringConnection) || ($.eventName = RejectVpcPeeringConnection) || ($.eventName = AttachClassicLinkVpc) || ($.eventName = DetachClassicLinkVpc) || ($.eventName = DisableVpcClassicLink) || ($.eventName = EnableVpcClassicLink) }",
  ],
  [
    "config-changes",
    "{ ($.eventSource = config.amazonaws.com) && (($.eventName=StopConfigurationRecorder)||($.eventName=DeleteDeliveryChannel) ||($.eventName=PutDeliveryChannel)||($.eventName=PutConfigurationRecorder)) }",
  ],
  [
    "gateway-changes",
    "{ ($.eventName = CreateCustomerGateway) || ($.eventName = DeleteCustomerGateway) || ($.eventName = AttachInternetGateway) || ($.eventName = CreateInternetGateway) || ($.eventName = DeleteInternetGateway) || ($.eventName = DetachInternetGateway) }",
  ],
  [
    "route-table-changes",
    "{($.eventSource = ec2.amazonaws.com) && ($.eventName = CreateRoute) || ($.eventName = CreateRouteTable) || ($.eventName = ReplaceRoute) || ($.eventName = ReplaceRouteTableAssociation) || ($.eventName = DeleteRouteTable) || ($.eventName = DeleteRoute) || ($.eventName = DisassociateRouteTable) }",
  ],
];

describe("patterns", () => {
  it.each(PUBLISHED)("%s is met by %s", (id, pattern) => {
    const evidence = alarmEvidence(allAlarms({ id, pattern }));
    expect(judged(checkOf(id), evidence).findings).toMatchObject([{ status: "pass" }]);
  });

  it.each(IDS)("%s does not depend on the order and form of the terms", (id) => {
    const { pattern = "" } = ALARMED_EVENTS.find((one) => one.id === id) ?? {};
    const terms = pattern.slice(1, -1);
    const forms = [
      `{${terms.replaceAll(" = ", "=").replaceAll(" && ", "&&").replaceAll(" || ", "||")}}`,
      `{\n ( ${terms} ) \n}`,
      `{ ${terms.split(" && ").reverse().join(" && ")} }`,
    ];
    for (const form of forms) {
      const evidence = alarmEvidence(allAlarms({ id, pattern: form }));
      expect(judged(checkOf(id), evidence).findings, form).toMatchObject([{ status: "pass" }]);
    }
  });

  it.each([
    ["in any order", eventNames(...CHANGES.toReversed()), PASSES],
    ["with one name more", eventNames(...CHANGES, "GetTrail"), PASSES],
    [
      "without one of the names",
      eventNames(...CHANGES.slice(1)),
      nobody(
        `of StartLogging, because no metric filter of the log group ${TRAIL_LOG_GROUP} counts them`,
      ),
    ],
    [
      "that leaves a person out",
      `{ (${eventNames(...CHANGES).slice(1, -1)}) && $.userIdentity.userName != "mallory" }`,
      nobody("the metric filter trail-changes counts only some of them"),
    ],
    [
      "that counts every call",
      "{ $.eventName = * }",
      nobody("the metric filter trail-changes counts ordinary events too"),
    ],
    [
      "that counts every call of the service",
      "{ $.eventSource = cloudtrail.amazonaws.com }",
      nobody("the metric filter trail-changes counts ordinary events too"),
    ],
    [
      "that is empty",
      "",
      nobody(`no metric filter of the log group ${TRAIL_LOG_GROUP} counts them`),
    ],
    [
      "of plain terms",
      "?StartLogging ?StopLogging",
      unclear("the metric filter trail-changes has a pattern that cannot be compared"),
    ],
    [
      "with a regular expression",
      "{ $.eventName = %Trail|Logging% }",
      unclear("the metric filter trail-changes has a pattern that cannot be compared"),
    ],
  ])("a filter %s", (_sentence, pattern, expected) => {
    expect(outcomes(TRAIL, alarmEvidence(trailAlarm({ pattern })))).toEqual([expected]);
  });

  it("without the call that changes a rule of a security group in place leaves that out", () => {
    const { pattern = "" } = ALARMED_EVENTS.find(({ id }) => id === "security-group-changes") ?? {};
    const older = pattern.replace(/ \|\| \(\$\.eventName = ModifySecurityGroupRules\)/, "");
    expect(older).not.toBe(pattern);
    const evidence = alarmEvidence(allAlarms({ id: "security-group-changes", pattern: older }));
    expect(outcomes(checkOf("security-group-changes"), evidence)).toEqual([
      `fail ${ACCOUNT}: Nobody is told of changes of security groups in account ${ACCOUNT}: of ModifySecurityGroupRules, because no metric filter of the log group ${TRAIL_LOG_GROUP} counts them.`,
    ]);
  });

  it("may be shared out between filters with alarms of their own", () => {
    const half = (id: string, names: readonly string[]): PlantedAlarm => ({
      id,
      pattern: eventNames(...names),
    });
    const both = [half("one", CHANGES.slice(0, 2)), half("two", CHANGES.slice(2))];
    expect(outcomes(TRAIL, alarmEvidence(both))).toEqual([PASSES]);
    expect(outcomes(TRAIL, alarmEvidence(both.slice(0, 1)))).toEqual([
      nobody(
        `of CreateTrail, UpdateTrail and DeleteTrail, because no metric filter of the log group ${TRAIL_LOG_GROUP} counts them`,
      ),
    ]);
  });
});
