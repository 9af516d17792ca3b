/* What the editor takes from its libraries; the bundler leaves out the rest. */
export { Annotation, EditorState, Prec } from "@codemirror/state";
export { Decoration, EditorView, ViewPlugin, dropCursor, keymap } from "@codemirror/view";
export { defaultKeymap, history, historyKeymap, indentLess, indentMore, insertNewline, insertTab, redo, undo } from "@codemirror/commands";
export { Language, defineLanguageFacet, indentUnit, syntaxHighlighting } from "@codemirror/language";
export { autocompletion } from "@codemirror/autocomplete";
export { openSearchPanel, search, searchKeymap } from "@codemirror/search";
export { Table, parser as markdownParser } from "@lezer/markdown";
export { Tag, styleTags, tagHighlighter, tags } from "@lezer/highlight";
export { default as TurndownService } from "turndown";
