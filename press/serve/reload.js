// Reloads the page after a build, or shows the problems if the build failed. Only in the preview.
(() => {
  const version = document.currentScript.dataset.version;
  const show = (problems) => {
    document.getElementById("press-problems")?.remove();
    if (!problems.length) return;
    const box = document.createElement("div");
    box.id = "press-problems";
    box.setAttribute("role", "alert");
    box.tabIndex = 0; // so that the keyboard can scroll it
    Object.assign(box.style, {
      position: "fixed", inset: "auto 0 0 0", maxHeight: "60vh", overflow: "auto", zIndex: 9999, padding: "1rem",
      background: "#3b0a0a", color: "#fff", font: "14px/1.5 ui-monospace, monospace", whiteSpace: "pre-wrap",
      overflowWrap: "anywhere",
    });
    box.textContent = problems.join("\n");
    document.body.append(box);
  };
  const connect = () => {
    const socket = new WebSocket(`ws://${location.host}/__press/socket?${version}`);
    socket.onmessage = (event) => {
      const state = JSON.parse(event.data);
      if (state.good) location.reload();
      else show(state.problems);
    };
    socket.onclose = () => setTimeout(connect, 1000);
  };
  connect();
})();
