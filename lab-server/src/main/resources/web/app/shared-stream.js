// A shared worker: one connection for all tabs of this browser. Browsers allow six to a server; a lesson has more tabs.
import { listen } from "./stream.js";

const ports = new Set();
let connection = "";

function tell(news) {
  if (news.connection) {
    connection = news.connection;
  }
  ports.forEach((port) => port.postMessage(news));
}

self.onconnect = ({ ports: [port] }) => {
  ports.add(port);
  port.onmessage = ({ data }) => data === "bye" && ports.delete(port);
  port.start();
  if (connection) {
    port.postMessage({ connection });
  }
};

listen(tell);
