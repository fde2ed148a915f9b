// The command line tool of Salesforce, its commands run one after the other in one process; each is counted as right or wrong.
import { readFileSync, writeFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { run } from '@oclif/core';

const [address, home, keyFile, token] = process.argv.slice(2);
const root = join(import.meta.dirname, 'node_modules', '@salesforce', 'cli');
const counted = { tried: 0, right: 0, wrong: [] };
const print = process.stdout.write.bind(process.stdout);

/** The result of one command as it prints it with --json; right when it fits. */
async function sf(line, more, fits) {
  counted.tried++;
  let printed = '';
  process.stdout.write = (text) => { printed += text; return true; };
  try {
    await run([...line.split(' '), ...more, '--json'], { root });
  } catch (error) {
    printed ||= JSON.stringify({ status: 1, message: error.message });
  } finally {
    process.stdout.write = print;
  }
  process.exitCode = 0;
  let answer;
  try { answer = JSON.parse(printed); } catch { answer = { status: 1, message: printed }; }
  let isRight = false;
  try { isRight = answer.status === 0 && fits(answer.result); } catch { /* what it reads is not there */ }
  if (isRight) counted.right++;
  else counted.wrong.push(`${line}: ${JSON.stringify(answer).slice(0, 300)}`);
  return answer.result;
}

const box = ['--target-org', 'box'];
const user = 'integration@cpqbilling.test';
process.env.SF_ACCESS_TOKEN = token;
await sf('org login access-token', ['--instance-url', address, '--no-prompt'], (result) => result.username === user);
await sf('org login web', ['--instance-url', address], (result) => result.username === user);
await sf('org login jwt', ['--client-id', 'sf-tests', '--jwt-key-file', keyFile, '--username', user, '--instance-url', address, '--alias', 'box'], (result) => result.username === user);
await sf('org display', box, (result) => result.connectedStatus === 'Connected' && result.apiVersion !== undefined);
await sf('org list limits', box, (result) => result.find((limit) => limit.name === 'DailyApiRequests').max === 15000);
await sf('sobject list', [...box, '--sobject', 'all'], (result) => result.includes('SBQQ__Quote__c'));
await sf('sobject describe', [...box, '--sobject', 'OrderItem'], (result) => result.keyPrefix === '802');

const made = await sf('data create record', [...box, '--sobject', 'Account', '--values', "Name='Made by sf' Phone=456"], (result) => result.success);
await sf('data get record', [...box, '--sobject', 'Account', '--record-id', made.id], (result) => result.Phone === '456');
await sf('data update record', [...box, '--sobject', 'Account', '--record-id', made.id, '--values', 'Phone=789'], (result) => result.success);
await sf('data query', [...box, '--query', "SELECT Name, Phone, (SELECT LastName FROM Contacts) FROM Account WHERE Phone = '789'"], (result) => result.totalSize === 1);
await sf('data delete record', [...box, '--sobject', 'Account', '--record-id', made.id], (result) => result.success);

const csv = join(home, 'accounts.csv');
writeFileSync(csv, 'Name,AccountNumber\nAsh,1\nBirch,2\n');
await sf('data import bulk', [...box, '--sobject', 'Account', '--file', csv, '--wait', '1'], (result) => result.processedRecords === 2 && result.failedRecords === 0);
writeFileSync(csv, 'Compound_ID__c,Resolution_Status__c\na-b,Error\n');
await sf('data upsert bulk', [...box, '--sobject', 'Sync_Record__c', '--file', csv, '--external-id', 'Compound_ID__c', '--wait', '1'], (result) => result.jobInfo.numberRecordsFailed === 0 && result.jobInfo.numberRecordsProcessed === 1);
const out = join(home, 'out.csv');
await sf('data export bulk', [...box, '--query', 'SELECT Name FROM Account ORDER BY Name', '--output-file', out, '--wait', '1'], (result) => result.totalSize === 2 && readFileSync(out, 'utf8').includes('Birch'));

const tree = join(home, 'tree.json');
const contact = { attributes: { type: 'Contact', referenceId: 'c' }, LastName: 'Elm' };
writeFileSync(tree, JSON.stringify({ records: [{ attributes: { type: 'Account', referenceId: 'a' }, Name: 'Grove', Contacts: { records: [contact] } }] }));
await sf('data import tree', [...box, '--files', tree], (result) => result.length === 2);
await sf('data export tree', [...box, '--query', "SELECT Name, (SELECT LastName FROM Contacts) FROM Account WHERE Name = 'Grove'", '--output-dir', home, '--prefix', 'grove'], () => readdirSync(home).some((file) => file.startsWith('grove')));
const ids = await sf('data query', [...box, '--query', "SELECT Id FROM Account WHERE Name != 'Grove'"], (result) => result.totalSize === 2);
writeFileSync(csv, `Id\n${ids.records.map((record) => record.Id).join('\n')}\n`);
await sf('data delete bulk', [...box, '--sobject', 'Account', '--file', csv, '--wait', '1'], (result) => result.jobInfo.numberRecordsFailed === 0);
await sf('data query', [...box, '--query', 'SELECT COUNT() FROM Account'], (result) => result.totalSize === 1);
print(JSON.stringify(counted));
process.exit(0);
