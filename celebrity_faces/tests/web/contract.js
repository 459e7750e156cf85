/** openapi.yaml as a judge of answers and requests. */

import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';

const contractFile = new URL('../../openapi.yaml', import.meta.url);

/**
 * The contract's schemas by name. Swagger UI, which is here for /docs, reads YAML: no other reader is needed.
 * @param {import('playwright-core').Browser} browser
 */
export async function readSchemas(browser) {
  const page = await browser.newPage();
  await page.addScriptTag({ path: createRequire(import.meta.url).resolve('swagger-ui-dist/swagger-ui-bundle.js') });
  const schemas = await page.evaluate((yaml) => {
    const ui = SwaggerUIBundle({ domNode: document.body });
    ui.specActions.updateSpec(yaml);
    return ui.specSelectors.specJson().toJS().components.schemas;
  }, readFileSync(contractFile, 'utf8'));
  await page.close();
  return schemas;
}

/**
 * Where a value differs from a schema, in words; properties that the schema does not name are differences too.
 * Knows the part of JSON Schema that the contract uses.
 * @param {Record<string, object>} schemas
 * @param {object} schema
 * @param {unknown} value
 * @param {string} [at]
 * @returns {string[]}
 */
export function differences(schemas, schema, value, at = 'value') {
  if (schema.$ref) return differences(schemas, schemas[schema.$ref.split('/').pop()], value, at);
  if (value === null && schema.nullable) return [];
  switch (schema.type) {
    case 'object': return objectDifferences(schemas, schema, value, at);
    case 'array': {
      if (!Array.isArray(value)) return [`${at} is no array`];
      const wrongCount = value.length < (schema.minItems ?? 0) || value.length > (schema.maxItems ?? Infinity);
      return [...(wrongCount ? [`${at} has ${value.length} items`] : []),
        ...value.flatMap((item, index) => differences(schemas, schema.items, item, `${at}[${index}]`))];
    }
    case 'string':
      if (typeof value !== 'string') return [`${at} is no string`];
      return schema.enum && !schema.enum.includes(value) ? [`${at} is "${value}"`] : [];
    case 'boolean': return typeof value === 'boolean' ? [] : [`${at} is no boolean`];
    case 'integer':
    case 'number': {
      const right = schema.type === 'integer' ? Number.isInteger(value) : Number.isFinite(value);
      if (!right) return [`${at} is no ${schema.type}: ${value}`];
      return value < (schema.minimum ?? -Infinity) || value > (schema.maximum ?? Infinity) ? [`${at} is ${value}`] : [];
    }
    default: throw new Error(`${at}: the schema has the type ${schema.type}`);
  }
}

function objectDifferences(schemas, schema, value, at) {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return [`${at} is no object`];
  const missing = (schema.required ?? []).filter((name) => !(name in value)).map((name) => `${at}.${name} is missing`);
  return [...missing, ...Object.entries(value).flatMap(([name, inner]) => {
    const known = schema.properties[name];
    return known ? differences(schemas, known, inner, `${at}.${name}`) : [`${at}.${name} is not in the contract`];
  })];
}
