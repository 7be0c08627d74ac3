"""The screens of the confidential adviser: who asks for a call because of not feeling safe."""
