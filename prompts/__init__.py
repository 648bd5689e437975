"""Prompts: one Markdown file each, with front matter (name, version, variables), read strictly by ``load_prompt``."""

from prompts.loader import Prompt, PromptError, load_prompt, load_prompts

__all__ = ["Prompt", "PromptError", "load_prompt", "load_prompts"]
