import { describe, expect, it } from "vitest";
import { readTrailEvent } from "../../shared/anchors/trail-event.ts";
import {
  ENCRYPT_2022,
  ENCRYPT_2025,
  NETWORK_ACTIVITY,
  START_INSTANCES_2014,
  UPDATE_TRAIL_FAILED,
} from "./aws-examples.ts";

const read = (record: unknown) => readTrailEvent(record, "log.json", 7);

const ALICE = {
  callerAccount: "111122223333",
  principal: "arn:aws:iam::111122223333:user/Alice",
};

describe("a record of CloudTrail", () => {
  it.each<[string, object, object]>([
    [
      "an Encrypt of 2025 with its context",
      ENCRYPT_2025,
      {
        ...ALICE,
        timeMs: Date.UTC(2025, 4, 20, 20, 46, 16),
        eventTime: "2025-05-20T20:46:16Z",
        eventSource: "kms.amazonaws.com",
        eventName: "Encrypt",
        region: "us-east-1",
        requestId: "f3423043-63bc-11e4-bc2b-4198b6150d5c",
        eventId: "91235988-eb87-476a-ac2c-0cdc244e6dca",
        errorCode: undefined,
        recipientAccount: "111122223333",
        encryptionContext: { Department: "Engineering" },
      },
    ],
    [
      "one of 2022, before events had a category",
      ENCRYPT_2022,
      {
        ...ALICE,
        timeMs: Date.UTC(2022, 6, 14, 20, 17, 42),
        eventTime: "2022-07-14T20:17:42Z",
        eventSource: "kms.amazonaws.com",
        eventName: "Encrypt",
        region: "us-east-1",
        requestId: "f3423043-63bc-11e4-bc2b-4198b6150d5c",
        eventId: "91235988-eb87-476a-ac2c-0cdc244e6dca",
        errorCode: undefined,
        recipientAccount: "111122223333",
        encryptionContext: { Department: "Engineering" },
      },
    ],
    [
      "one of the first version, without any id",
      START_INSTANCES_2014,
      {
        callerAccount: "123456789012",
        principal: "arn:aws:iam::123456789012:user/Alice",
        timeMs: Date.UTC(2014, 2, 6, 21, 22, 54),
        eventTime: "2014-03-06T21:22:54Z",
        eventSource: "ec2.amazonaws.com",
        eventName: "StartInstances",
        region: "us-east-2",
        requestId: undefined,
        eventId: "",
        errorCode: undefined,
        recipientAccount: undefined,
        encryptionContext: {},
      },
    ],
    [
      "a call that failed, with its error",
      UPDATE_TRAIL_FAILED,
      {
        callerAccount: "123456789012",
        principal: "arn:aws:iam::123456789012:user/Alice",
        timeMs: Date.UTC(2016, 6, 14, 19, 15, 45),
        eventTime: "2016-07-14T19:15:45Z",
        eventSource: "cloudtrail.amazonaws.com",
        eventName: "UpdateTrail",
        region: "us-east-2",
        requestId: "5d40662a-49f7-11e6-97e4-d9cb6ff7d6a3",
        eventId: "b7d4398e-b2f0-4faa-9c76-e2d316a8d67f",
        errorCode: "TrailNotFoundException",
        recipientAccount: "123456789012",
        encryptionContext: {},
      },
    ],
  ])("is read: %s", (_says, record, event) => {
    expect(read(record)).toEqual(event);
  });

  it.each<[string, object]>([
    ["network activity", NETWORK_ACTIVITY],
    ["a data event", { ...ENCRYPT_2025, managementEvent: false, eventCategory: "Data" }],
    ["a data event before there were categories", { ...ENCRYPT_2022, managementEvent: false }],
    ["what a service does by itself", { ...ENCRYPT_2025, eventType: "AwsServiceEvent" }],
    ["a sign-in", { ...ENCRYPT_2025, eventType: "AwsConsoleSignIn" }],
    ["an insight", { eventCategory: "Insight", eventTime: "2020-09-17T20:57:00Z" }],
  ])("is passed over when it is %s", (_says, record) => {
    expect(read(record)).toBeUndefined();
  });

  it.each<[string, unknown, string]>([
    ["no time", { ...ENCRYPT_2025, eventTime: undefined }, "eventTime"],
    ["a time in another form", { ...ENCRYPT_2025, eventTime: "20 May 2025" }, "eventTime"],
    [
      "a time that does not exist",
      { ...ENCRYPT_2025, eventTime: "2025-13-41T00:00:00Z" },
      "eventTime",
    ],
    ["no source", { ...ENCRYPT_2025, eventSource: "" }, "eventSource"],
    ["a name that is a number", { ...ENCRYPT_2025, eventName: 1 }, "eventName"],
    ["a request id that is a list", { ...ENCRYPT_2025, requestID: [] }, "requestID"],
    ["nothing of an event", { hello: "world" }, "eventTime"],
  ])("is refused with %s", (_says, record, field) => {
    expect(() => read(record)).toThrow(
      expect.objectContaining({
        code: "SCHEMA_INVALID",
        message: `log.json is no CloudTrail log file: record 7 has no ${field} as CloudTrail writes it.`,
      }),
    );
  });
});
