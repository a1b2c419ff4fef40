/** A text in which "direction TB" doesn't turn the diagram around: some grammars read it wherever in a line it stands, quoted or not. */
export function withoutDirection(text: string): string {
  return text.replace(/d(?=irection\s+(TB|BT|LR|RL))/gi, (letter) => `#${letter.charCodeAt(0)};`);
}
