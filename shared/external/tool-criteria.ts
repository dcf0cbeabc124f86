/**
 * Which criteria the findings of a tool speak to whose rules nobody maps one by one, because they are
 * threats, weaknesses or data found, not settings: by catalogue, each with the reason.
 */
export const TOOL_CRITERIA: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  guardduty: {
    "CC7.2": "Threats that were detected are what monitoring is there to find.",
    "CC7.3": "Each has to be looked at and judged: how long it has been open shows whether it was.",
  },
  inspector: {
    "CC7.1": "Known weaknesses of installed packages are what scanning is there to find.",
  },
  macie: {
    "C1.1": "Confidential data that was found shows whether the company knows where it keeps any.",
    "CC6.7": "Data that lies open can leave the system.",
  },
  "access-analyzer": {
    "CC6.1": "What others than this account can reach is logical access that somebody granted.",
    "CC6.3": "Roles, keys and permissions that nobody uses are more than the least that is needed.",
  },
};
