/** Tells the user something that is no failure. The engine shows it, without saying which resource it was about. */
export function warn(message: string): void {
  console.warn(`warning: pulumi-tencentcloud-havip: ${message}`);
}
