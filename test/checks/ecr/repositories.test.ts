import { describe, expect, it } from "vitest";
import type { AnyCheck } from "../../../shared/checks/check.ts";
import { imagesScanned } from "../../../shared/checks/ecr/images-scanned.ts";
import { tagsImmutable } from "../../../shared/checks/ecr/tags-immutable.ts";
import type { StoredEvidence } from "../../../shared/evidence/cited.ts";
import type { Json } from "../../../shared/evidence/evidence-object.ts";
import { repositories } from "../../../shared/sources/ecr/repositories.ts";
import { repositoryScanning } from "../../../shared/sources/ecr/repository-scanning.ts";
import { citations, outcomes, recorded } from "../judging.ts";

const LIST = { operation: "DescribeRepositories", input: { maxResults: 1000 } } as const;
const repositoryArn = "arn:aws:ecr:eu-west-1:123456789012:repository/app";

function app(
  other: Readonly<Record<string, Json>> = {},
  scanning?: Json | "denied",
): StoredEvidence[] {
  const list = {
    ...LIST,
    response: { repositories: [{ repositoryName: "app", repositoryArn, ...other }] },
  };
  const asked = {
    operation: "BatchGetRepositoryScanningConfiguration" as const,
    input: { repositoryNames: ["app"] },
  };
  return [
    recorded(repositories, [list]),
    recorded(repositoryScanning, [
      list,
      scanning === "denied"
        ? { ...asked, outcome: "denied" }
        : {
            ...asked,
            response: { scanningConfigurations: scanning === undefined ? [] : [scanning] },
          },
    ]),
  ];
}
const scanned = (other: Readonly<Record<string, Json>>) =>
  app({}, { repositoryName: "app", ...other });
const nothing = (outcome?: "denied") =>
  [repositories, repositoryScanning].map((source) =>
    recorded(source, [
      outcome === undefined ? { ...LIST, response: { repositories: [] } } : { ...LIST, outcome },
    ]),
  );

describe.each<[AnyCheck, string, StoredEvidence[], string]>([
  [
    imagesScanned,
    "passes a scan at the push",
    scanned({ scanFrequency: "SCAN_ON_PUSH" }),
    "pass app: The images of app are scanned when they are pushed.",
  ],
  [
    imagesScanned,
    "passes a continuous scan",
    scanned({ scanFrequency: "CONTINUOUS_SCAN", scanOnPush: false }),
    "pass app: The images of app are scanned all the time.",
  ],
  [
    imagesScanned,
    "fails scans by hand",
    scanned({ scanFrequency: "MANUAL", scanOnPush: false }),
    "fail app: The images of app are scanned only when someone asks for it.",
  ],
  [
    imagesScanned,
    "goes by the repository's own switch where no rule of the registry names it",
    scanned({ scanFrequency: "MANUAL", scanOnPush: true }),
    "pass app: The images of app are scanned when they are pushed.",
  ],
  [
    imagesScanned,
    "does not pass where both are left out",
    scanned({}),
    "indeterminate app: ECR does not say how the images of app are scanned.",
  ],
  [
    imagesScanned,
    "does not pass where ECR leaves the repository out",
    app(),
    "indeterminate app: app could not be judged: ECR does not say how its images are scanned.",
  ],
  [
    tagsImmutable,
    "passes immutable tags",
    app({ imageTagMutability: "IMMUTABLE" }),
    "pass app: Tags in app cannot be moved to another image.",
  ],
  [
    tagsImmutable,
    "passes immutable tags with exceptions, and names them",
    app({
      imageTagMutability: "IMMUTABLE_WITH_EXCLUSION",
      imageTagMutabilityExclusionFilters: [{ filterType: "WILDCARD", filter: "dev-*" }],
    }),
    "pass app: Tags in app cannot be moved to another image, except dev-*.",
  ],
  [
    tagsImmutable,
    "fails mutable tags",
    app({ imageTagMutability: "MUTABLE" }),
    "fail app: Tags in app can be moved to another image.",
  ],
  [
    tagsImmutable,
    "fails mutable tags with exceptions",
    app({ imageTagMutability: "MUTABLE_WITH_EXCLUSION" }),
    "fail app: Tags in app can be moved to another image.",
  ],
  [
    tagsImmutable,
    "does not pass where it is left out",
    app(),
    "indeterminate app: ECR does not say whether tags in app can be moved.",
  ],
  ...[imagesScanned, tagsImmutable].flatMap(
    (check): [AnyCheck, string, StoredEvidence[], string][] => [
      [
        check,
        "has none where there are no repositories",
        nothing(),
        "not-applicable 123456789012: Account 123456789012 has none of the image repositories.",
      ],
      [
        check,
        "is indeterminate where the list is denied",
        nothing("denied"),
        "indeterminate 123456789012: Not all of the image repositories in eu-west-1 could be read: AccessDenied on ecr:DescribeRepositories.",
      ],
    ],
  ),
])("$id", (check, sentence, evidence, expected) => {
  it(sentence, () => {
    expect(outcomes(check, evidence)).toEqual([expected]);
  });
});

describe("repositories", () => {
  it("do not pass where their scanning was denied", () => {
    expect(outcomes(imagesScanned, app({}, "denied"))[0]).toMatch(/^indeterminate app: /);
  });

  it("are cited where the setting stands", () => {
    expect(citations(imagesScanned, scanned({ scanFrequency: "MANUAL" }))).toEqual([
      "ecr.repository-scanning.eu-west-1.json#/calls/1/response/scanningConfigurations/0/scanFrequency",
    ]);
  });
});
