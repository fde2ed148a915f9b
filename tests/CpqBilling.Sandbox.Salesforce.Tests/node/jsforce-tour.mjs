// What a client written for Salesforce does with an org, printed as JSON for the test to judge.
import jsforce from 'jsforce';

const [address] = process.argv.slice(2);
const failure = async (work) => { try { await work(); return 'no error'; } catch (error) { return error.errorCode ?? error.message.split(':')[0]; } };
const out = {};

const connection = new jsforce.Connection({ loginUrl: address, version: '65.0' });
const user = await connection.login('integration@cpqbilling.test', 'sandbox-password');
out.userId = user.id.slice(0, 3);
out.wrongPassword = await failure(() => new jsforce.Connection({ loginUrl: address }).login('integration@cpqbilling.test', 'wrong'));

const account = await connection.sobject('Account').create({ Name: 'Acme' });
out.created = account.success;
out.name = (await connection.sobject('Account').retrieve(account.id)).Name;
await connection.sobject('Account').update({ Id: account.id, Description: 'Changed' });
out.description = (await connection.sobject('Account').retrieve(account.id)).Description;
out.many = (await connection.sobject('Contact').create([{ LastName: 'Ash', AccountId: account.id }, { LastName: 'Birch', AccountId: account.id }, {}])).map((r) => r.success ? 'ok' : r.errors[0].statusCode ?? r.errors[0].errorCode);

const key = { Compound_ID__c: 'a-b', Resolution_Status__c: 'Error' };
out.upserted = [(await connection.sobject('Sync_Record__c').upsert(key, 'Compound_ID__c')).created, (await connection.sobject('Sync_Record__c').upsert({ ...key, Resolution_Status__c: 'Success' }, 'Compound_ID__c')).created];

const rows = await connection.query("SELECT Name, Account.Name, (SELECT Id FROM Orders) FROM Account WHERE Name LIKE 'Ac%'".replace('Account.Name, ', ''));
out.rows = rows.records.map((r) => [r.Name, r.Orders]);
out.parents = (await connection.query('SELECT LastName, Account.Name FROM Contact ORDER BY LastName')).records.map((r) => `${r.LastName} of ${r.Account.Name}`);
out.found = (await connection.sobject('Contact').find({ LastName: { $in: ['Ash', 'Elm'] } }, ['Id', 'LastName']).sort('-LastName').limit(5)).map((r) => r.LastName);

for (let i = 0; i < 6; i++)
  await connection.sobject('Product2').create(Array.from({ length: 200 }, (_, n) => ({ Name: `P${i}-${n}` })), { allOrNone: true });
const pages = connection.query('SELECT Id FROM Product2', { autoFetch: true, maxFetch: 5000, headers: { 'Sforce-Query-Options': 'batchSize=500' } });
out.paged = (await pages).records?.length ?? (await pages).length;
connection.bulk2.pollInterval = 20;
const bulk = await connection.bulk2.query('SELECT Id, Name FROM Product2 LIMIT 1100');
out.bulk = (await bulk.toArray()).length;

const describe = await connection.sobject('OrderItem').describe();
out.prefix = describe.keyPrefix;
out.quoteLine = describe.fields.find((f) => f.name === 'SBQQ__QuoteLine__c').referenceTo;
out.global = (await connection.describeGlobal()).sobjects.some((s) => s.name === 'Sync_Record__c');
out.usage = connection.limitInfo.apiUsage.limit;
out.limits = (await connection.limits()).DailyApiRequests.Max;
out.identity = (await connection.identity()).username;
out.errors = [
  await failure(() => connection.query('SELECT Nope FROM Account')),
  await failure(() => connection.query('SELECT Id FROM Nope')),
  await failure(() => connection.sobject('Account').create({})),
  await failure(() => connection.sobject('Account').retrieve('001000000000000AAA')),
];
await connection.sobject('Account').destroy(account.id);
out.gone = await failure(() => connection.sobject('Account').retrieve(account.id));

// A session that ends in the middle is renewed and the call repeated.
const oauth2 = { loginUrl: address, clientId: 'sandbox-client', clientSecret: 'sandbox-secret' };
const app = new jsforce.Connection({ instanceUrl: address, oauth2, version: '65.0', refreshFn: async (c, callback) => {
  out.refreshed = true;
  const answer = await fetch(`${address}/services/oauth2/token`, { method: 'POST', body: new URLSearchParams({ grant_type: 'client_credentials', client_id: 'sandbox-client', client_secret: 'sandbox-secret' }) });
  callback(null, (await answer.json()).access_token);
}, accessToken: 'expired' });
out.afterRefresh = (await app.query('SELECT COUNT() FROM Product2')).totalSize;
console.log(JSON.stringify(out));
