/// <reference types="vitest/config" />
import { svelte } from '@sveltejs/vite-plugin-svelte'
import { defineConfig } from 'vite'

// The window's policy allows no data: fonts and no inline preload, so nothing is inlined.
export default defineConfig(({ mode }) => ({
  plugins: [svelte()],
  resolve: mode === 'test' ? { conditions: ['browser'] } : {},
  build: {
    target: 'es2022',
    assetsInlineLimit: 0,
    modulePreload: false,
    sourcemap: false,
    chunkSizeWarningLimit: 1600,
    // The gallery shows every screen on invented answers in an ordinary browser; the product never holds it.
    ...(mode === 'gallery' ? { outDir: 'node_modules/.gallery', rolldownOptions: { input: 'dev.html' } } : {}),
  },
  test: { environment: 'happy-dom', css: true, include: ['test/**/*.test.ts', 'src/**/*.test.ts'], testTimeout: 30_000 },
}))
