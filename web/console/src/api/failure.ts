// The one thing that the console has in common with the people's pages: how the API says that something did not work.
export { type Answer, Failure, failureOf, type Issue } from '../../../src/shared/failure.ts';
