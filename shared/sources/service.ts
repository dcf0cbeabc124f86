import type { NodeHttpHandler } from "@smithy/node-http-handler";
import type {
  AwsCredentialIdentityProvider,
  MiddlewareStack,
  RetryStrategyV2,
} from "@smithy/types";

/** What every AWS client of this product is made with; nothing is left to an SDK default that matters. */
export interface ClientSettings {
  readonly region: string;
  readonly credentials: AwsCredentialIdentityProvider;
  /** Retries are set explicitly so that a throttling storm ends at a known time. */
  readonly retryStrategy: RetryStrategyV2;
  /** One for all clients, so that connections are kept and shared. */
  readonly requestHandler: NodeHttpHandler;
  /** Only set where the user points at another endpoint (`AWS_ENDPOINT_URL`). */
  readonly endpoint?: string;
}

/** What every SDK v3 client has in a form that all services share; capture narrows it at its border. */
export interface SdkClient {
  destroy(): void;
}

/**
 * One AWS service: how its SDK package is loaded and its client made.
 *
 * The package is loaded when the first source opens the service, so that reading the catalogue of
 * checks, verifying or deriving again loads no SDK at all.
 */
export interface Service<Sdk extends object = object, Client extends SdkClient = SdkClient> {
  /** The name in call records and the prefix of IAM actions where they agree: `ec2`. */
  readonly name: string;
  /** The AWS CLI's name of the service, for the command that repeats a call: `s3api`. */
  readonly cli: string;
  readonly load: () => Promise<Sdk>;
  readonly connect: (sdk: Sdk, settings: ClientSettings) => Client;
}

/** Declares a service; the types of its SDK package flow into sources and checks from here. */
export function service<Sdk extends object, Client extends SdkClient>(
  declared: Service<Sdk, Client>,
): Service<Sdk, Client> {
  return declared;
}

/** The operation names that an SDK package offers: `"DescribeRegions" | …`. */
export type OperationsOf<Sdk> = {
  [K in keyof Sdk]: K extends `${infer Operation}Command` ? Operation : never;
}[keyof Sdk];

/** The input of an SDK package's operation. */
export type InputOf<Sdk, Operation extends string> = `${Operation}Command` extends keyof Sdk
  ? Sdk[`${Operation}Command`] extends abstract new (
      ...args: never
    ) => { readonly input: infer Input }
    ? Input
    : never
  : never;

/** The output of an SDK package's operation. */
export type OutputOf<Sdk, Operation extends string> = `${Operation}Command` extends keyof Sdk
  ? Sdk[`${Operation}Command`] extends abstract new (
      ...args: never
    ) => { readonly middlewareStack: MiddlewareStack<infer _Input, infer Output> }
    ? Output
    : never
  : never;
