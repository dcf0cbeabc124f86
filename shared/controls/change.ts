import {
  control,
  direct,
  document,
  documentWhenFound,
  QUARTERLY_DAYS,
  supporting,
  YEARLY_DAYS,
} from "./control.ts";

/** How code and infrastructure come to production. */
export const CHANGE = [
  control({
    id: "CH-01",
    family: "change",
    statement:
      "Production code changes are reviewed by someone other than the author and pass tests before release.",
    criteria: {
      "CC5.2": supporting(
        "Review and tests on every change are the general control over development.",
      ),
      "CC6.8": supporting(
        "A second reader is what stops unauthorized code on its way to production.",
      ),
      "CC8.1": direct("Approval and testing before release are the heart of managing change."),
    },
    nature: "hybrid",
    frequency: "Per change",
    parts: ["deployments in the period"],
    documents: [
      document("branch-protection", "Branch protection settings", QUARTERLY_DAYS),
      document(
        "merged-changes",
        "Changes merged in the quarter with author, reviewer and test result",
        QUARTERLY_DAYS,
      ),
    ],
    carvedOut: null,
  }),
  control({
    id: "CH-02",
    family: "change",
    statement:
      "Infrastructure changes go through versioned code and the pipeline, and changes by hand are detected and explained.",
    criteria: {
      "CC5.2": supporting(
        "Infrastructure as code applies the same settings wherever it is deployed.",
      ),
      "CC7.1": supporting("Looking for changes by hand finds configuration that nobody approved."),
      "CC8.1": direct("A change to infrastructure is authorized by going through the pipeline."),
    },
    nature: "hybrid",
    frequency: "Per change; looked for daily",
    parts: ["stacks and their drift", "changes made in the console in the period"],
    documents: [
      document("pipeline-settings", "Settings of the deployment pipeline", QUARTERLY_DAYS),
      documentWhenFound("hand-change-explanation", "Explanation of a change made by hand", null),
    ],
    carvedOut: null,
  }),
  control({
    id: "CH-03",
    family: "change",
    statement:
      "Emergency changes are approved and documented afterwards within the time set by policy.",
    criteria: {
      "CC7.5": supporting("Fixes made in a hurry during recovery are looked at again in calm."),
      "CC8.1": direct(
        "The way around the process must itself be approved, or it becomes the process.",
      ),
    },
    nature: "manual",
    frequency: "Per change",
    parts: [],
    documents: [
      document(
        "emergency-changes",
        "Emergency changes of the quarter with approvals, or a statement that there were none",
        QUARTERLY_DAYS,
      ),
    ],
    carvedOut: null,
  }),
  control({
    id: "CH-04",
    family: "change",
    statement:
      "Development, test and production are separated, and only the pipeline and named people deploy.",
    criteria: {
      "CC6.1": supporting(
        "Separate environments keep a developer's everyday access away from production.",
      ),
      "CC6.3": supporting("Writing code and putting it into production are in different hands."),
      "CC8.1": direct(
        "An untested change cannot reach production where only the pipeline may deploy.",
      ),
    },
    nature: "hybrid",
    frequency: "Daily; the list of people quarterly",
    parts: ["accounts or environments", "trust policies of deployment roles"],
    documents: [
      document("deployers-list", "People who may deploy, with the reason for each", QUARTERLY_DAYS),
    ],
    carvedOut: null,
  }),
  control({
    id: "CH-05",
    family: "change",
    statement: "Security needs are written down in the design of each significant change.",
    criteria: {
      "CC3.4": supporting("The design notes what a large change does to the risks."),
      "CC5.2": supporting("Security settings for new technology are chosen when it is designed."),
      "CC8.1": direct("What a change must do for security is agreed before it is built."),
    },
    nature: "manual",
    frequency: "Per significant change",
    parts: [],
    documents: [
      document("design-template", "Design or ticket template that asks for security", YEARLY_DAYS),
      document(
        "significant-changes",
        "Significant changes of the quarter with their security notes, or a statement that there were none",
        QUARTERLY_DAYS,
      ),
    ],
    carvedOut: null,
  }),
  control({
    id: "CH-06",
    family: "change",
    statement:
      "Baseline security settings for technology are written down and applied through code.",
    criteria: {
      "CC5.2": direct("A baseline applied by code is a general control over everything deployed."),
      "CC7.1": supporting("Only against a written baseline can a setting be called a departure."),
      "CC8.1": supporting("Changes to the baseline are reviewed like any other code."),
    },
    nature: "hybrid",
    frequency: "Annually; the settings daily",
    parts: [
      "stacks",
      "container settings",
      "protection from deletion",
      "status of enabled standards",
    ],
    documents: [document("baseline", "Baseline security settings", YEARLY_DAYS)],
    carvedOut: null,
  }),
] as const;
