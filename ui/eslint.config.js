import js from '@eslint/js'
import svelte from 'eslint-plugin-svelte'
import globals from 'globals'
import ts from 'typescript-eslint'
import svelteConfig from './svelte.config.js'

const toTheOtherSide = {
  regex: '^@tauri-apps/',
  message: 'The other side is reached through src/ipc/call.ts only.',
}

/** Screens meet in the router and in the frame; what two of them need is a part. */
const anotherScreen = {
  regex: '^\\.\\./(?!\\.\\.)[a-z-]+/',
  message: 'One screen does not import another: what two of them need belongs in parts, words or state.',
}

export default ts.config(
  { ignores: ['node_modules', 'dist', 'src/ipc/generated.ts', 'src/ipc/serde_json', 'dev/no-canvas'] },
  js.configs.recommended,
  ts.configs.recommended,
  svelte.configs.recommended,
  {
    languageOptions: {
      globals: globals.browser,
      parserOptions: {
        projectService: { allowDefaultProject: ['*.js', '*.ts'] },
        extraFileExtensions: ['.svelte'],
        tsconfigRootDir: import.meta.dirname,
      },
    },
    linterOptions: { reportUnusedDisableDirectives: 'error' },
    rules: {
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_', ignoreRestSiblings: true }],
      '@typescript-eslint/no-floating-promises': 'error',
      'svelte/no-at-html-tags': 'error',
      'no-restricted-imports': ['error', { patterns: [toTheOtherSide] }],
      // A set that no screen draws from needs no reactivity, and the rule cannot tell.
      'svelte/prefer-svelte-reactivity': 'off',
    },
  },
  {
    files: ['**/*.svelte', '**/*.svelte.ts'],
    languageOptions: { parserOptions: { parser: ts.parser, svelteConfig } },
  },
  { files: ['src/ipc/call.ts'], rules: { 'no-restricted-imports': 'off' } },
  { files: ['src/screens/*/**'], rules: { 'no-restricted-imports': ['error', { patterns: [toTheOtherSide, anotherScreen] }] } },
)
