import { check, covers, fail, indeterminate, notApplicable, pass } from "../check.ts";
import { everyFunction } from "./every-function.ts";
import { RUNTIME_SUPPORT_ENDS } from "./runtime-support.ts";

/** Each function runs on a runtime that AWS still patches on the snapshot's day. */
export const runtimeSupported = check({
  id: "lambda.runtime-supported",
  title: "Every function runs on a runtime that AWS still patches",
  severity: "medium",
  controls: [covers("DT-05", "runtimes of functions")],
  why: "A runtime past its end gets no security patches, and no patching process of the company's own can make up for that.",
  fix: {
    downtime: "rolling restart",
    steps:
      "Move the function to a current runtime and test it there; the next invocation runs on it. A version and an alias make going back quick.",
    cli: "aws lambda update-function-configuration --function-name FUNCTION --runtime nodejs24.x",
    cdk: 'new lambda.Function(this, "Function", { runtime: lambda.Runtime.NODEJS_24_X, handler, code });',
  },
  references: {
    fsbp: ["Lambda.2"],
    prowler: ["awslambda_function_using_supported_runtimes"],
    docs: ["https://docs.aws.amazon.com/lambda/latest/dg/lambda-runtimes.html"],
  },
  population: everyFunction,
  judge(lambda, { now }, { id }) {
    const runtime = lambda.at("Runtime");
    if (runtime.value === undefined) {
      return lambda.value.PackageType === "Image"
        ? notApplicable(
            `The function ${id} is a container image and brings its own runtime.`,
            lambda.at("PackageType"),
          )
        : indeterminate(`Lambda does not say which runtime ${id} has.`, lambda);
    }
    const end = Object.hasOwn(RUNTIME_SUPPORT_ENDS, runtime.value)
      ? RUNTIME_SUPPORT_ENDS[runtime.value]
      : undefined;
    const said = `The function ${id} runs on ${runtime.value}`;
    if (end === undefined) {
      return indeterminate(`${said}, of which this release knows no end of support.`, runtime);
    }
    if (end === null) return pass(`${said}, whose end AWS has not set yet.`, runtime);
    return now.slice(0, 10) >= end
      ? fail(`${said}, which AWS has not patched since ${end}.`, runtime)
      : pass(`${said}, which AWS patches until ${end}.`, runtime);
  },
});
