import type { Cited, Recorded } from "../../evidence/cited.ts";
import { type EvidenceView, Unread } from "../../evidence/evidence-view.ts";
import { restApis } from "../../sources/apigateway/rest-apis.ts";
import { restStages } from "../../sources/apigateway/rest-stages.ts";
import type { SourceOutput } from "../../sources/source.ts";
import { type Judgement, notApplicable, type Population } from "../check.ts";

/** One REST API as API Gateway lists it. */
export type RestApi = NonNullable<
  Recorded<SourceOutput<typeof restApis, "GetRestApis">>["items"]
>[number];

/** One stage of a REST API. */
export type RestStage = NonNullable<
  Recorded<SourceOutput<typeof restStages, "GetStages">>["item"]
>[number];

/** Every REST API. Its stages are judged with it: they do not name the API that they belong to. */
export const everyRestApi: Population<Cited<RestApi>> = {
  definition: "the REST APIs of API Gateway",
  needs: [restApis],
  *members({ evidence, partition }) {
    for (const entry of evidence.items(restApis, "GetRestApis", "items")) {
      const { id, name, tags } = entry.value;
      const { region } = entry.file;
      yield {
        of: entry,
        resource: {
          id: name ?? id ?? entry.citation.pointer,
          arn: id === undefined ? null : `arn:${partition}:apigateway:${region}::/restapis/${id}`,
          type: "AWS::ApiGateway::RestApi",
          region,
        },
        at: entry,
        tags: tags ?? {},
      };
    }
  },
};

/** Says that the API is private, so that only VPCs reach it; null where the internet does. */
export function reachedFromVpcsAlone(api: Cited<RestApi>, id: string): Judgement | null {
  const types = api.at("endpointConfiguration").at("types");
  const kinds = types.value ?? [];
  return kinds.length > 0 && kinds.every((kind) => kind === "PRIVATE")
    ? notApplicable(`The REST API ${id} is private: only VPCs reach it.`, types)
    : null;
}

/**
 * The stages that an API is published in, and the list of them.
 *
 * @throws Unread when they were not answered, Gone when the API had been deleted
 */
export function stagesOfRestApi(evidence: EvidenceView, api: Cited<RestApi>) {
  const answer = evidence.call(
    restStages,
    "GetStages",
    { restApiId: api.value.id },
    api.file.region ?? undefined,
  );
  if (answer.outcome !== "ok") throw new Unread("API Gateway gave no stages", answer.at);
  const list = answer.response.at("item");
  if (list.value === undefined) throw new Unread("API Gateway gave no stages", answer.response);
  return { stages: list.each(), list };
}
