import type { Criterion } from "./criterion.ts";

/** CC1 to CC9: the common criteria, in scope of every SOC 2. */
export const SECURITY_CRITERIA = [
  {
    id: "CC1.1",
    folder: "CC1.1-integrity-and-ethics",
    name: "Integrity and ethical values",
    category: "Security",
    about:
      "The auditor looks for a code of conduct that people have signed, and for a sign that breaking it would matter.",
  },
  {
    id: "CC1.2",
    folder: "CC1.2-oversight",
    name: "Independent board oversight",
    category: "Security",
    about:
      "The auditor asks who looks over the shoulder of those who run security. In a small company that is a board member, investor or adviser named in dated minutes, or an open statement that there is none.",
  },
  {
    id: "CC1.3",
    folder: "CC1.3-structure-and-authority",
    name: "Structure, reporting lines and authority",
    category: "Security",
    about:
      'The auditor wants to see who reports to whom and who answers for security, as a chart and as names on controls. "The team" is not a name.',
  },
  {
    id: "CC1.4",
    folder: "CC1.4-competence",
    name: "Hiring and keeping competent people",
    category: "Security",
    about:
      "The auditor samples people who joined: background check, security training in time, and training again each year.",
  },
  {
    id: "CC1.5",
    folder: "CC1.5-accountability",
    name: "Accountability for control duties",
    category: "Security",
    about:
      "The auditor asks a control's owner whether they know that they own it, and whether anyone ever reviews how they do it.",
  },
  {
    id: "CC2.1",
    folder: "CC2.1-information-quality",
    name: "Quality information to run controls",
    category: "Security",
    about:
      "Whenever you hand over a list, the auditor asks how they know that it is all of them. The query, the time and counts that add up are the answer.",
  },
  {
    id: "CC2.2",
    folder: "CC2.2-internal-communication",
    name: "Internal communication of control duties",
    category: "Security",
    about:
      "The auditor asks an engineer where the policies are and how they would raise a concern, then looks for proof that everyone was told.",
  },
  {
    id: "CC2.3",
    folder: "CC2.3-external-communication",
    name: "Communication with outside parties",
    category: "Security",
    about:
      "The auditor reads what customers were promised, how they can report a security problem, and whether they were told of changes that touch them.",
  },
  {
    id: "CC3.1",
    folder: "CC3.1-objectives",
    name: "Clear objectives for risk assessment",
    category: "Security",
    about:
      "A risk is a risk to something. The auditor looks for written security objectives and service commitments that are older than the risk assessment built on them.",
  },
  {
    id: "CC3.2",
    folder: "CC3.2-risk-assessment",
    name: "Risk identification and analysis",
    category: "Security",
    about:
      "The auditor reads the risk register: threats that fit this product, a rating, an owner, a treatment and this year's approval. Two honest pages do.",
  },
  {
    id: "CC3.3",
    folder: "CC3.3-fraud-risk",
    name: "Fraud risk",
    category: "Security",
    about:
      "The auditor looks in the register for people who mean harm: a dishonest insider, a bribed administrator, a founder who skips the review. Many registers have only hackers and outages.",
  },
  {
    id: "CC3.4",
    folder: "CC3.4-significant-change",
    name: "Significant change assessment",
    category: "Security",
    about:
      "The auditor names something that changed this year, such as a new region, vendor or product, and asks where its risk was thought about.",
  },
  {
    id: "CC4.1",
    folder: "CC4.1-control-monitoring",
    name: "Ongoing and separate control evaluations",
    category: "Security",
    about:
      "The auditor asks how you know that controls work between audits. Daily snapshots, quarterly reviews and a penetration test are the usual answers.",
  },
  {
    id: "CC4.2",
    folder: "CC4.2-deficiency-reporting",
    name: "Reporting and fixing deficiencies",
    category: "Security",
    about:
      "The auditor takes a failure you found and follows it: who heard of it, what was decided, and whether it was closed by the date.",
  },
  {
    id: "CC5.1",
    folder: "CC5.1-control-selection",
    name: "Choosing risk-reducing controls",
    category: "Security",
    about:
      "The auditor holds the risk register against the list of controls: each large risk should have some, and each control a risk that it is for.",
  },
  {
    id: "CC5.2",
    folder: "CC5.2-technology-controls",
    name: "General technology controls",
    category: "Security",
    about:
      "The auditor asks what every system gets by default: hardened settings, reviewed code, a pipeline. A written baseline that your CDK code applies is strong evidence.",
  },
  {
    id: "CC5.3",
    folder: "CC5.3-policies-and-procedures",
    name: "Policies and procedures put to work",
    category: "Security",
    about:
      "The auditor reads a number in your policy and looks whether the account is set to it. A policy that you do not follow is worse than a modest one.",
  },
  {
    id: "CC6.1",
    folder: "CC6.1-access-controls",
    name: "Logical access architecture and protection",
    category: "Security",
    about:
      "The auditor begins here: root and user MFA, old keys, public data, encryption, who trusts whom. The IAM credential report is the first thing they ask for.",
  },
  {
    id: "CC6.2",
    folder: "CC6.2-user-lifecycle",
    name: "User registration, authorization and removal",
    category: "Security",
    about:
      "The auditor samples people who joined and left and looks for the approval before the account and the removal after it, with times.",
  },
  {
    id: "CC6.3",
    folder: "CC6.3-least-privilege",
    name: "Role-based access, least privilege, duty separation",
    category: "Security",
    about:
      "The auditor counts administrators, asks why each is one, and looks for a signed access review whose removals were carried out.",
  },
  {
    id: "CC6.4",
    folder: "CC6.4-physical-access",
    name: "Physical access",
    category: "Security",
    about:
      "AWS guards the data centres, and the auditor wants to see that you read its report. Your own office counts only if equipment there reaches the system.",
  },
  {
    id: "CC6.5",
    folder: "CC6.5-asset-disposal",
    name: "Disposal of assets and data media",
    category: "Security",
    about:
      "The auditor asks what became of the last laptop you gave away. A wipe log covers your devices, and AWS's report its disks.",
  },
  {
    id: "CC6.6",
    folder: "CC6.6-network-boundary",
    name: "Protection against outside-boundary threats",
    category: "Security",
    about:
      "The auditor looks for what the internet can reach: security groups open to all on 22, 3389 or a database port, public snapshots, entry points without filtering.",
  },
  {
    id: "CC6.7",
    folder: "CC6.7-data-in-transit",
    name: "Data transmission, movement and removal",
    category: "Security",
    about:
      "The auditor checks that data travels over current TLS and that laptops which could carry it away are encrypted and managed.",
  },
  {
    id: "CC6.8",
    folder: "CC6.8-malicious-software",
    name: "Unauthorized or malicious software",
    category: "Security",
    about:
      "The auditor asks how harmful software would be kept out or noticed: on laptops, in container images, in uploads, and in code that nobody reviewed.",
  },
  {
    id: "CC7.1",
    folder: "CC7.1-vulnerability-detection",
    name: "Detecting config changes and new vulnerabilities",
    category: "Security",
    about:
      "The auditor wants scanners that cover everything you run, findings closed within your own deadlines, and notice of settings that drifted.",
  },
  {
    id: "CC7.2",
    folder: "CC7.2-security-monitoring",
    name: "Monitoring for anomalies",
    category: "Security",
    about:
      "The auditor asks for the trail first: all regions, validation on, storage that nobody logged can alter. Then threat detection, flow logs and alarms that reach a person.",
  },
  {
    id: "CC7.3",
    folder: "CC7.3-threat-evaluation",
    name: "Evaluating security events",
    category: "Security",
    about:
      "The auditor picks alerts and asks who looked at each, when, and what they made of it. Detection that nobody reads is a finding of its own.",
  },
  {
    id: "CC7.4",
    folder: "CC7.4-incident-response",
    name: "Incident response",
    category: "Security",
    about:
      "The auditor reads the incident plan, asks when it was last rehearsed, and follows one incident through it, or the statement that there was none.",
  },
  {
    id: "CC7.5",
    folder: "CC7.5-incident-recovery",
    name: "Incident recovery",
    category: "Security",
    about:
      "The auditor asks how you came back from the last incident or rehearsal and what you changed so that it goes better next time.",
  },
  {
    id: "CC8.1",
    folder: "CC8.1-change-management",
    name: "Change management",
    category: "Security",
    about:
      "The auditor draws a sample of deployments and looks behind each for a review by someone else, tests that ran, and no way around the pipeline.",
  },
  {
    id: "CC9.1",
    folder: "CC9.1-disruption-risk",
    name: "Mitigating business disruption risk",
    category: "Security",
    about:
      "The auditor asks what you would do if production went down for a day, and looks for a plan with times, roles and steps.",
  },
  {
    id: "CC9.2",
    folder: "CC9.2-vendor-risk",
    name: "Vendor and partner risk",
    category: "Security",
    about:
      "The auditor takes your list of vendors, compares it with who has access to the account, and asks for your notes on the reports of the critical ones.",
  },
] as const satisfies readonly Criterion[];
