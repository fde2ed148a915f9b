// Holds rendered manifests against Kubernetes' own description of its objects: each becomes a TypeScript constant of its type, so that an unknown field or a wrong type does not compile.
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import ts from 'typescript'
import { parseAllDocuments } from 'yaml'

const modules = {
  'apps/v1': 'apps/v1',
  v1: 'core/v1',
  'policy/v1': 'policy/v1',
  'networking.k8s.io/v1': 'networking/v1',
}

const here = dirname(fileURLToPath(import.meta.url))
const manifests = parseAllDocuments(readFileSync(process.argv[2], 'utf8'))
  .map((document) => {
    if (document.errors.length) throw document.errors[0]
    return document.toJS()
  })
  .filter(Boolean)
if (!manifests.length) throw new Error('There is no manifest.')

const source = manifests
  .map((manifest, number) => {
    const module = modules[manifest.apiVersion]
    if (!module) throw new Error(`Nobody knows ${manifest.apiVersion} (${manifest.kind})`)
    return `import type { ${manifest.kind} as Type${number} } from 'kubernetes-types/${module}'
export const manifest${number}: Type${number} = ${JSON.stringify(manifest, null, 2)}`
  })
  .join('\n')

const folder = mkdtempSync(join(here, 'node_modules', '.shapes-'))
try {
  const file = join(folder, 'manifests.ts')
  writeFileSync(file, source)
  const program = ts.createProgram([file], { noEmit: true, strict: true, types: [], skipLibCheck: true, moduleResolution: ts.ModuleResolutionKind.Node10 })
  const wrong = ts.getPreEmitDiagnostics(program)
  for (const found of wrong) console.log(ts.flattenDiagnosticMessageText(found.messageText, '\n'))
  process.exitCode = wrong.length ? 1 : 0
} finally {
  rmSync(folder, { recursive: true })
}
