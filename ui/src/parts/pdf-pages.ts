import { GlobalWorkerOptions, getDocument, type PDFDocumentProxy } from 'pdfjs-dist'
import worker from 'pdfjs-dist/build/pdf.worker.min.mjs?url'

type Policy = { createScriptURL(url: string): unknown }
type Types = { createPolicy(name: string, rules: { createScriptURL(url: string): string }): Policy }

const types = (globalThis as { trustedTypes?: Types }).trustedTypes
const policy = types?.createPolicy('pdf-worker', {
  createScriptURL: (url) => {
    if (url !== worker) throw new TypeError('only the worker that reads pages')
    return url
  },
})

/** A paper held in memory, page by page. */
export class PdfPages {
  readonly count: number
  #file: PDFDocumentProxy

  private constructor(file: PDFDocumentProxy) {
    this.#file = file
    this.count = file.numPages
  }

  /** Reads the bytes. They are handed to the worker and not kept here. */
  static async of(bytes: ArrayBuffer): Promise<PdfPages> {
    // The window refuses a worker made from a plain address, so it is made here through the policy.
    const address = (policy?.createScriptURL(worker) ?? worker) as string
    GlobalWorkerOptions.workerPort ??= new Worker(address, { type: 'module' })
    const task = getDocument({ data: new Uint8Array(bytes), useWasm: false, useWorkerFetch: false, enableXfa: false, stopAtErrors: true })
    return new PdfPages(await task.promise)
  }

  /** Draws a page as wide as asked, sharp on any screen. */
  async draw(number: number, canvas: HTMLCanvasElement, width: number) {
    const page = await this.#file.getPage(number)
    const natural = page.getViewport({ scale: 1 })
    const viewport = page.getViewport({ scale: (width / natural.width) * (globalThis.devicePixelRatio || 1) })
    canvas.width = Math.round(viewport.width)
    canvas.height = Math.round(viewport.height)
    await page.render({ canvas, viewport }).promise
  }

  /** A page's words, for those who do not see it. */
  async words(number: number): Promise<string> {
    const content = await (await this.#file.getPage(number)).getTextContent()
    return content.items
      .map((item) => ('str' in item ? item.str : ''))
      .join(' ')
      .replace(/\s+/g, ' ')
      .trim()
  }

  /** Lets go of the paper and of what the worker knows of it. */
  async close() {
    await this.#file.loadingTask.destroy()
  }
}
