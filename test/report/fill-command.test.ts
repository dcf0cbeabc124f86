import { describe, expect, it } from "vitest";
import { fillCommand } from "../../shared/report/fill-command.ts";

const user = (id: string) => ({ id, arn: null, type: "AWS::IAM::User", region: null });
const group = { id: "sg-1", arn: null, type: "AWS::EC2::SecurityGroup", region: "eu-west-1" };
const DELETE = "aws iam delete-login-profile --user-name USER_NAME";

describe("fillCommand", () => {
  it.each([
    ["fills in a user", DELETE, user("ada"), "aws iam delete-login-profile --user-name ada"],
    [
      "fills in every place, and leaves other placeholders",
      "aws x --group-id GROUP_ID --region REGION --rule RULE_ID; aws y --group-id GROUP_ID",
      group,
      "aws x --group-id sg-1 --region eu-west-1 --rule RULE_ID; aws y --group-id sg-1",
    ],
    [
      "fills in an ARN and a home region",
      "aws cloudtrail update-trail --name TRAIL_ARN --region HOME_REGION",
      {
        id: "t",
        arn: "arn:aws:cloudtrail:eu-west-1:1:trail/t",
        type: "AWS::CloudTrail::Trail",
        region: "eu-west-1",
      },
      "aws cloudtrail update-trail --name arn:aws:cloudtrail:eu-west-1:1:trail/t --region eu-west-1",
    ],
    ["leaves a placeholder of another type", DELETE, group, DELETE],
    ["leaves part of a longer word", "aws x MY_USER_NAME", user("ada"), "aws x MY_USER_NAME"],
    ["quotes a space", DELETE, user("a b"), "aws iam delete-login-profile --user-name 'a b'"],
    [
      "quotes a command substitution",
      DELETE,
      user("$(reboot)"),
      "aws iam delete-login-profile --user-name '$(reboot)'",
    ],
    [
      "quotes a quote",
      DELETE,
      user("a'; reboot; '"),
      "aws iam delete-login-profile --user-name 'a'\\''; reboot; '\\'''",
    ],
    ["leaves a name that could be an option", DELETE, user("--profile=x"), DELETE],
    ["leaves a name that the AWS CLI would read a file for", DELETE, user("file://x"), DELETE],
    ["leaves a name that cannot be read by eye", DELETE, user("ada\u202e"), DELETE],
    ["leaves a name with a line break", DELETE, user("ada\nreboot"), DELETE],
    [
      "quotes nothing inside quotes",
      "aws x --query 'a USER_NAME b'",
      user("$(reboot)"),
      "aws x --query 'a USER_NAME b'",
    ],
    ["is not led astray by a type from outside", DELETE, { ...group, type: "constructor" }, DELETE],
  ])("%s", (_sentence, command, resource, expected) => {
    expect(fillCommand(command, resource)).toBe(expected);
  });
});
