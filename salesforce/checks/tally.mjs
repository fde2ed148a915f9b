let passed = 0;
let failed = 0;

/** Counts what holds, and prints what is wrong where it does not. */
export function check(holds, problem) {
  if (holds) {
    passed += 1;
  } else {
    failed += 1;
    console.log(problem);
  }
}

/** Prints the line that ./check reads, and fails the process when something does not hold. */
export function report(name) {
  console.log(`${name}: ${passed} passed, ${failed} failed`);
  process.exitCode = failed === 0 ? 0 : 1;
}
