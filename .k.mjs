const { keyFigures } = await import('/work/main/build/test/bench/wizard-keys.js');
const { bundleProgram } = await import('/work/main/build/test/bench/program.js');
const { prepareTestbed } = await import('/work/main/build/test/testbed/index.js');
const { mkdirSync } = await import('node:fs');
const P = await import('/work/main/build/test/bench/program.js');
mkdirSync(P.benchFolder,{recursive:true});
await bundleProgram();
const f = await keyFigures(await prepareTestbed(), console.log); console.log(f.map(x=>x.name+' '+x.ours).join('\n'));
