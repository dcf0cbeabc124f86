import { functions } from "../../sources/lambda/functions.ts";
import { check, covers, indeterminate } from "../check.ts";
import { judgePlainSecrets } from "../plain-secrets.ts";
import { everyFunction } from "./every-function.ts";

/** No variable of a function holds a secret in plain. */
export const noSecretsInEnvironment = check({
  id: "lambda.no-secrets-in-environment",
  title: "No function has a secret in its variables",
  severity: "high",
  controls: [covers("AC-14", "function, task and build settings, names only")],
  why: "Everyone who may look at the function's settings reads its variables, and so does every deployment log and template that repeats them.",
  fix: {
    downtime: "rolling restart",
    steps:
      "Put the secret in Secrets Manager or an encrypted parameter, give the function's role the right to read it, and keep only its name in the variable. Then change the secret: it has been seen.",
    cli: "aws secretsmanager create-secret --name SECRET --secret-string file://SECRET.txt",
    cdk: 'secret.grantRead(fn); fn.addEnvironment("SECRET_ARN", secret.secretArn);',
  },
  references: {
    prowler: ["awslambda_function_no_secrets_in_variables"],
    docs: [
      "https://docs.aws.amazon.com/lambda/latest/dg/configuration-envvars.html",
      "https://docs.aws.amazon.com/lambda/latest/api/API_EnvironmentResponse.html",
    ],
  },
  population: everyFunction,
  needs: [functions],
  judge(lambda, _context, { id }) {
    const environment = lambda.at("Environment");
    const variables = environment.at("Variables");
    if (environment.value?.Error !== undefined) {
      return indeterminate(
        `Lambda could not decrypt the variables of the function ${id}.`,
        environment.at("Error"),
      );
    }
    const settings = Object.keys(variables.value ?? {}).map((name) => ({
      name,
      value: variables.at(name),
    }));
    return judgePlainSecrets(`the function ${id}`, settings, variables);
  },
});
