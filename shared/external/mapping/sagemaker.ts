import { harmful, harmfulWith, harmless, mapped } from "./rule.ts";

/** Notebooks, training and models. */
export const SAGEMAKER_RULES = [
  mapped(
    "sagemaker.notebook-in-private-network",
    "Notebooks lie in the private network, without a way of their own to the internet",
    {
      ids: {
        fsbp: ["SageMaker.1", "SageMaker.2"],
        prowler: [
          "sagemaker_notebook_instance_without_direct_internet_access_configured",
          "sagemaker_notebook_instance_vpc_settings_configured",
        ],
        config: [
          "sagemaker-notebook-no-direct-internet-access",
          "sagemaker-notebook-instance-inside-vpc",
        ],
      },
      criteria: {
        "CC6.6":
          "A notebook runs whatever is pasted into it, with the data at hand and the internet beside it.",
        "CC6.7": "Training data can be sent out by one line.",
      },
      harm: harmfulWith("hostile code has to be run in the notebook"),
      downtime: "replacement",
    },
  ),
  mapped("sagemaker.notebook-without-root", "Users of notebooks are not root", {
    ids: {
      fsbp: ["SageMaker.3"],
      prowler: ["sagemaker_notebook_instance_root_access_disabled"],
      config: ["sagemaker-notebook-instance-root-access-check"],
    },
    criteria: {
      "CC6.3": "Analysis needs no rights over the machine it runs on.",
    },
    harm: harmfulWith("hostile code has to be run in the notebook"),
    downtime: "brief interruption",
  }),
  mapped(
    "sagemaker.notebook-encrypted",
    "Notebooks, endpoints and feature stores are encrypted with own keys",
    {
      ids: {
        fsbp: ["SageMaker.17"],
        prowler: [
          "sagemaker_notebook_instance_encryption_enabled",
          "sagemaker_endpoint_config_kms_encryption_enabled",
        ],
        config: [
          "sagemaker-notebook-instance-kms-key-configured",
          "sagemaker-endpoint-configuration-kms-key-configured",
          "sagemaker-featuregroup-encryption-at-rest",
        ],
      },
      criteria: {
        "CC6.1":
          "Samples of production data lie on these disks, and the key says who may read them.",
        "C1.1": "What a model learns from is often what customers trusted the company with.",
      },
      harm: harmless("AWS encrypts the disks with a key of its own anyway"),
      downtime: "replacement",
    },
  ),
  mapped("sagemaker.notebook-platform-supported", "Notebooks run on a supported platform", {
    ids: { fsbp: ["SageMaker.8"], config: ["sagemaker-notebook-instance-platform-version"] },
    criteria: {
      "CC7.1": "An old platform gets no patches, and a notebook is rarely looked after.",
    },
    harm: harmfulWith("a weakness of the old platform has to be within reach"),
    downtime: "brief interruption",
  }),
  mapped("sagemaker.notebook-no-secrets", "No start script of a notebook holds a secret", {
    ids: { prowler: ["sagemaker_notebook_instance_no_secrets"] },
    criteria: {
      "CC6.1": "The script is plain text to whoever may describe the notebook.",
    },
    harm: harmful("every reader of the script holds the credential"),
    downtime: "brief interruption",
  }),
  mapped("sagemaker.several-instances", "Endpoints in production run on more than one instance", {
    ids: {
      fsbp: ["SageMaker.4"],
      prowler: ["sagemaker_endpoint_config_prod_variant_instances"],
      config: ["sagemaker-endpoint-config-prod-instance-count"],
    },
    criteria: {
      "A1.2": "Two instances are put in two zones, and one answers when the other fails.",
    },
    harm: harmfulWith("the instance or its zone has to fail"),
    downtime: "none",
  }),
  mapped(
    "sagemaker.isolated",
    "Models, training and monitoring jobs have no network of their own accord",
    {
      ids: {
        fsbp: ["SageMaker.5", "SageMaker.11", "SageMaker.12", "SageMaker.14"],
        prowler: [
          "sagemaker_models_network_isolation_enabled",
          "sagemaker_training_jobs_network_isolation_enabled",
        ],
        config: [
          "sagemaker-model-isolation-enabled",
          "sagemaker-data-quality-job-isolation",
          "sagemaker-model-bias-job-isolation",
          "sagemaker-monitoring-schedule-isolation",
        ],
      },
      criteria: {
        "CC6.6": "A model from elsewhere is code, and isolation keeps it from calling home.",
        "CC6.8": "What hides in a model's container cannot fetch the rest of itself.",
      },
      harm: harmfulWith("the model or its container has to be hostile"),
      downtime: "replacement",
    },
  ),
  mapped("sagemaker.in-private-network", "Models and training run in the private network", {
    ids: {
      prowler: [
        "sagemaker_models_vpc_settings_configured",
        "sagemaker_training_jobs_vpc_settings_configured",
      ],
    },
    criteria: {
      "CC6.6": "In the network, groups and flow logs see and limit what the jobs reach.",
    },
    harm: harmfulWith("a job has to be hostile or broken into"),
    downtime: "replacement",
  }),
  mapped(
    "sagemaker.containers-encrypted-in-transit",
    "Containers of a job speak TLS to each other",
    {
      ids: {
        fsbp: ["SageMaker.9", "SageMaker.10", "SageMaker.13", "SageMaker.15"],
        prowler: ["sagemaker_training_jobs_intercontainer_encryption_enabled"],
        config: [
          "sagemaker-data-quality-job-encrypt-in-transit",
          "sagemaker-model-explainability-job-encrypt-in-transit",
          "sagemaker-model-quality-job-encrypt-in-transit",
          "sagemaker-model-bias-job-encrypt-in-transit",
        ],
      },
      criteria: {
        "CC6.7": "Parts of the training data go from machine to machine over the network.",
      },
      harm: harmfulWith("somebody has to listen within AWS's network"),
      downtime: "none",
    },
  ),
  mapped("sagemaker.training-encrypted", "Training jobs encrypt volumes and output with own keys", {
    ids: { prowler: ["sagemaker_training_jobs_volume_and_output_encryption_enabled"] },
    criteria: {
      "CC6.1": "The key says who may load the finished model and what it was made from.",
    },
    harm: harmless("S3 and AWS's disks are encrypted by themselves"),
    downtime: "none",
  }),
  mapped("sagemaker.registry-private", "Models take their containers from a private registry", {
    ids: { fsbp: ["SageMaker.16"], config: ["sagemaker-model-private-registry-required"] },
    criteria: {
      "CC6.8": "The container of a model comes from where the company controls what is in it.",
    },
    harm: harmfulWith("the public image has to be replaced by a hostile one"),
    downtime: "replacement",
  }),
  mapped("sagemaker.sign-in-federated", "Domains let people in by Identity Center", {
    ids: { prowler: ["sagemaker_domain_sso_configured"] },
    criteria: {
      "CC6.2": "A leaver's way into the notebooks ends with the one directory.",
    },
    harm: harmfulWith("a leaver's own profile has to be forgotten"),
    downtime: "replacement",
  }),
  mapped("sagemaker.models-watched", "Models are registered, watched and checked for bias", {
    ids: {
      prowler: [
        "sagemaker_clarify_exists",
        "sagemaker_models_monitor_enabled",
        "sagemaker_models_registry_in_use",
      ],
    },
    criteria: {
      "PI1.3": "A model whose answers drift processes customers' data ever less accurately.",
      "CC8.1": "The registry says which version was approved and is in production.",
    },
    harm: harmfulWith("customers have to rely on what the model says"),
    downtime: "none",
  }),
];
