import { Logger } from "@aws-lambda-powertools/logger";

/** The log of a function: names, counts and times; never what it was given or what AWS said. */
export const log = new Logger();
