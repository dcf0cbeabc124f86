import { control, direct, document, QUARTERLY_DAYS, supporting, YEARLY_DAYS } from "./control.ts";

/** How the company notices threats, weaknesses and its own failures. */
export const DETECTION = [
  control({
    id: "DT-01",
    family: "detection",
    statement: "Threat detection is on in every enabled region that a policy has not closed.",
    criteria: {
      "CC6.8": supporting(
        "Threat detection recognises instances that mine coins or call home to malware.",
      ),
      "CC7.2": direct("A region without detection is where an intruder works unseen."),
      "CC7.3": supporting("Rated findings give those who judge events something to start from."),
    },
    nature: "automated",
    frequency: "Daily",
    parts: ["threat detectors and their features", "regions, with those closed by policy"],
    documents: [],
    carvedOut: null,
  }),
  control({
    id: "DT-02",
    family: "detection",
    statement: "Sensitive account changes and anomalies raise an alarm that reaches a person.",
    criteria: {
      "CC7.1": supporting(
        "Alarms on changed trails, policies and gateways notice configuration changes at once.",
      ),
      "CC7.2": direct("Monitoring ends with a person who hears of the anomaly."),
      "CC7.3": supporting("An event is evaluated sooner when it comes to somebody by itself."),
    },
    nature: "hybrid",
    frequency: "Daily; tested annually",
    parts: ["alarms on account changes, with their subscribers"],
    documents: [
      document("test-alert", "A test alert as it arrived, with times and recipient", YEARLY_DAYS),
    ],
    carvedOut: null,
  }),
  control({
    id: "DT-03",
    family: "detection",
    statement:
      "Each alert above the set severity is assessed, recorded and closed within the time that policy allows.",
    criteria: {
      "CC7.2": supporting(
        "Alerts that are closed in time keep new anomalies from drowning in old ones.",
      ),
      "CC7.3": direct("The triage record shows who judged the event and what they concluded."),
      "CC7.4": supporting(
        "Assessment is where an alert is declared an incident and response begins.",
      ),
    },
    nature: "hybrid",
    frequency: "Per alert",
    parts: ["findings with age and state"],
    documents: [
      document(
        "triage-records",
        "Triage record of each alert of the quarter, or a statement that there were none",
        QUARTERLY_DAYS,
      ),
    ],
    carvedOut: null,
  }),
  control({
    id: "DT-04",
    family: "detection",
    statement: "Configuration is recorded, and departures from the approved baseline are detected.",
    criteria: {
      "CC4.1": supporting(
        "Rules that run on every recorded change evaluate settings without pause.",
      ),
      "CC7.1": direct("Recording every configuration is what makes an unwanted change visible."),
      "CC8.1": supporting("Drift from the baseline uncovers changes that went around the process."),
    },
    nature: "automated",
    frequency: "Daily",
    parts: ["configuration recorders and delivery", "drift and status of enabled standards"],
    documents: [],
    carvedOut: null,
  }),
  control({
    id: "DT-05",
    family: "detection",
    statement:
      "Servers, images, functions and dependencies are scanned, and weaknesses are fixed within the times that policy sets by severity.",
    criteria: {
      "CC7.1": direct(
        "Scanning is how newly published vulnerabilities are found in what already runs.",
      ),
      "CC8.1": supporting("Patches are changes, and deadlines by severity see that they are made."),
    },
    nature: "hybrid",
    frequency: "Daily; dependencies shown quarterly",
    parts: [
      "scanner coverage",
      "open findings by age",
      "runtimes of functions",
      "patch state of instances",
      "versions of databases",
    ],
    documents: [document("dependency-scan", "Export of the dependency scanner", QUARTERLY_DAYS)],
    carvedOut: null,
  }),
  control({
    id: "DT-06",
    family: "detection",
    statement:
      "Malware scanning is switched on for production hosts, container images and buckets that take uploads.",
    criteria: {
      "CC6.8": direct(
        "Hosts, images and uploads are the three ways for harmful software into production.",
      ),
      "CC7.2": supporting("A hit of the malware scanner is a sign of intrusion to follow up."),
    },
    nature: "automated",
    frequency: "Daily",
    parts: ["malware scanning settings", "image scan status and provenance"],
    documents: [],
    carvedOut: null,
  }),
  control({
    id: "DT-07",
    family: "detection",
    statement:
      "An independent penetration test is done each year, or a named person has decided in writing not to have one.",
    criteria: {
      "CC4.1": direct(
        "A test by outsiders is the evaluation that those who run the controls cannot do.",
      ),
      "CC7.1": supporting("Testers find weaknesses in how parts combine, which scanners overlook."),
    },
    nature: "manual",
    frequency: "Annually",
    parts: [],
    documents: [
      document(
        "penetration-test",
        "Summary letter with the state of each finding, or the signed decision not to test",
        YEARLY_DAYS,
      ),
    ],
    carvedOut: null,
  }),
  control({
    id: "DT-08",
    family: "detection",
    statement:
      "The company evaluates its controls daily and reviews them each quarter, and reports failures, with dates for correction, to those who can act.",
    criteria: {
      "CC2.1": supporting("The daily results are the information by which controls are steered."),
      "CC4.1": direct("An unbroken series of daily snapshots evaluates controls as they run."),
      "CC4.2": direct("Each failure goes to someone who can act, with a date to be closed by."),
    },
    nature: "hybrid",
    frequency: "Daily; reviewed quarterly",
    parts: ["series of sealed snapshots", "exceptions with the dates they were opened and closed"],
    documents: [
      document("exception-review", "Signed quarterly review of the exceptions", QUARTERLY_DAYS),
    ],
    carvedOut: null,
  }),
] as const;
