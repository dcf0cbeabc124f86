/** What the name of an AWS region looks like: `eu-central-1`. */
export const REGION_NAME = /^[a-z]{2}(?:-[a-z]+){1,3}-\d{1,2}$/;
