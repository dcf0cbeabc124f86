import type { Cited } from "../../evidence/cited.ts";
import type { JudgeContext, Member } from "../check.ts";

/** The account in one region as a member of a population: what a regional service is set to there. */
export function accountInRegion<Of>(
  of: Of,
  at: Cited<unknown>,
  { account }: Pick<JudgeContext, "account">,
): Member<Of> {
  const { region } = at.file;
  return { of, resource: { id: account, arn: null, type: "AWS::Account", region }, at };
}
