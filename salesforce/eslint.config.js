const lightning = require("@salesforce/eslint-config-lwc/recommended");
const globals = require("globals");

const components = ["force-app/**/lwc/**/*.js"];

module.exports = [
  ...lightning.map((config) => ({ ...config, files: components })),
  {
    files: ["force-app/**/__tests__/**/*.js"],
    languageOptions: { globals: { ...globals.jest, ...globals.node } },
    // Tests play the server: they emit what a wire would bring.
    rules: { "@lwc/lwc/no-unexpected-wire-adapter-usages": "off" }
  }
];
