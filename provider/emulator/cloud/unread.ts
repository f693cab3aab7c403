/**
 * The object with a record of which of its properties somebody asked for by name. What merely goes through all of them
 * (a spread, Object.entries) is no reading: a handler that writes a request down as a whole has looked at nothing.
 */
export function watched<T extends object>(object: T): { object: T; read: ReadonlySet<string> } {
  const read = new Set<string>();
  let passing: string | symbol | undefined;
  const watching = new Proxy(object, {
    // Going through all properties asks for the descriptor of each right before its value (ECMA-262, 7.3.23).
    getOwnPropertyDescriptor(target, name) {
      passing = name;
      return Reflect.getOwnPropertyDescriptor(target, name);
    },
    get(target, name, receiver): unknown {
      if (name !== passing && typeof name === "string") read.add(name);
      passing = undefined;
      return Reflect.get(target, name, receiver);
    },
  });
  return { object: watching, read };
}
