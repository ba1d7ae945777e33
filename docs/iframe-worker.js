// A Worker for pages opened as files, where browsers allow none: the search then runs in a frame.
if (location.protocol === "file:") {
  window.Worker = class extends EventTarget {
    constructor(address) {
      super()
      this.waiting = []
      this.frame = document.createElement("iframe")
      this.frame.hidden = true
      document.documentElement.append(this.frame)
      const inner = this.frame.contentWindow
      inner.postMessage = data => this.dispatchEvent(new MessageEvent("message", { data }))
      const script = inner.document.createElement("script")
      script.src = address
      script.onload = () => {
        this.ready = true
        this.waiting.forEach(data => this.postMessage(data))
      }
      inner.document.documentElement.append(script)
    }

    postMessage(data) {
      const inner = this.frame.contentWindow
      if (this.ready) inner.dispatchEvent(new inner.MessageEvent("message", { data }))
      else this.waiting.push(data)
    }
  }
}
