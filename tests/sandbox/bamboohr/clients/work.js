// What node-bamboohr is asked to do; prints one JSON object of what it saw.
const BambooHR = require('node-bamboohr');

const [key, company] = process.argv.slice(2);
const bamboo = new BambooHR({ apikey: key, subdomain: company });
const ask = (target, name, ...args) =>
  new Promise((resolve, reject) =>
    target[name](...args, (error, value) => (error ? reject(error) : resolve(value))));

async function work() {
  const seen = {};
  const directory = await ask(bamboo, 'employees');
  seen.directory = directory.map((person) => person.id);

  const chief = await ask(bamboo.employee(101), 'get', 'employeeNumber', 'payRate', 'status');
  seen.chief = { id: chief.id, ...chief.fields };

  const added = await ask(bamboo.employee({ firstName: 'Ines', lastName: 'Roe' }), 'add');
  seen.added = added.id;

  const ines = bamboo.employee(added.id, { city: 'Kuna' });
  await ask(ines, 'update');
  seen.updated = (await ask(bamboo.employee(added.id), 'get', 'city', 'fullName1')).fields;

  await ask(ines, 'jobInfo', { date: '2026-03-04', location: 'Denver', department: 'Finance' });
  const rows = await ask(ines, 'jobInfo');
  await ask(ines, 'jobInfo', rows[0].$.id, { location: 'Austin' });
  seen.job = (await ask(ines, 'jobInfo'))[0].field.map((field) => [field.$.id, field._]);

  await ask(ines, 'customTable', 'customEquipment', { date: '2026-03-04', item: 'Laptop' });
  seen.equipment = (await ask(ines, 'customTable', 'customEquipment')).length;

  seen.missing = await ask(bamboo.employee(9), 'get', 'city').catch((status) => status);
  console.log(JSON.stringify(seen));
}

work().catch((error) => { console.error(error); process.exit(1); });
