/** Every answer sheet a form can name. */

import type { Component } from "svelte";
import type { Field } from "../ipc/generated";
import type { Body } from "../form/body";
import NoteSections from "./NoteSections.svelte";
import Progress from "./Progress.svelte";

type Widget = Component<{ field: Field; path: string; body: Body }, object, "body">;

export const widgets: Record<string, Widget> = {
  note_sections: NoteSections,
  progress: Progress,
};
