/**
 * The agent over a Unix domain socket: {@link dev.anole.agent.AgentServer} offers the
 * {@link dev.anole.operation.Agent} of its process, {@link dev.anole.agent.RemoteAgent} is the same interface in
 * another one.
 *
 * <h2>The wire</h2>
 * Everything is a frame:
 * <pre>
 *   0               4       5                          4 + length
 *   +---------------+-------+--------------------------+
 *   | length        | kind  | payload                  |
 *   | u32, big end. | u8    | length - 1 bytes         |
 *   +---------------+-------+--------------------------+
 * </pre>
 * {@code length} counts the kind and the payload: 1 to {@value dev.anole.agent.Frame#LENGTH_MAX}. Kinds: 1 a message
 * (JSON by the shapes of {@link dev.anole.agent.Call} and {@link dev.anole.agent.Reply}), 2 a record (JSON by the shape
 * of an operation's input or output), 3 bytes as they are.
 *
 * <p>A connection begins with a greeting of both sides, whose form never changes:
 * <pre>
 *   caller                                             agent
 *     | -- message {"oldest":1,"newest":1,"door":"cli"} -> |   (the kernel has told the agent the caller's uid)
 *     | &lt;- message {"version":1} --------------------------- |   or {"version":0,"refusal":{…}} and the end
 * </pre>
 * The version is the newest that both speak. Version N speaks N-1 too; who is further apart gets one line and is closed.
 *
 * <p>Then calls follow one after the other, each answered before the next is sent:
 * <pre>
 *     | -- message start, record input ------------------> |
 *     | &lt;- message started ------------------------------- |
 *
 *     | -- message list-tasks ---------------------------> |
 *     | &lt;- message listed … message listed, message done - |
 *
 *     | -- message follow -------------------------------> |
 *     | &lt;- message following ----------------------------- |
 *     | &lt;- message step, amount, logged  (any number) ---- |
 *     | &lt;- record (an item) or bytes     (any number) ---- |
 *     | &lt;- [record (the output)], message ended ---------- |   and the end of the connection
 * </pre>
 * A call that is refused is answered by {@code refused}. A caller that closes its connection while it follows has left:
 * a stream ends then, any other task goes on.
 *
 * <h2>Bounds</h2>
 * The greeting arrives within {@value dev.anole.agent.Wire#HELLO_SECONDS_MAX} s, a frame that has begun within
 * {@value dev.anole.agent.Wire#FRAME_SECONDS_MAX} s, and a connection without a call is closed after
 * {@value dev.anole.agent.Wire#IDLE_SECONDS_MAX} s. At most {@value dev.anole.agent.AgentServer#CONNECTIONS_MAX}
 * connections are open, of which the console has at most {@value dev.anole.agent.AgentServer#CONSOLE_CONNECTIONS_MAX}.
 */
package dev.anole.agent;
