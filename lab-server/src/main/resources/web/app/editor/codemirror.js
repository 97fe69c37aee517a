// The vendored editor, under a name of our own. Only modules of the editor page import it: it is most of a megabyte
// that no other page needs. lab-server/src/main/web-vendor/codemirror makes it.
export * from "../../vendor/codemirror-6.43.15/codemirror.mjs";
