#!/usr/bin/env node
import { homedir } from "node:os";
import { runCommandLine } from "./command-line.ts";
import { processTerminal } from "./terminal.ts";

const terminal = processTerminal(homedir());
process.exitCode = await runCommandLine(process.argv.slice(2), terminal);
terminal.close();
