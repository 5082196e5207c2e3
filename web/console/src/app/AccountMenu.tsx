import { Avatar, Button, Menu, Text, useMantineColorScheme } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { useChange } from '../api/queries.ts';
import { Icon } from '../components/Icon.tsx';
import { SignOutDocument } from '../gql/graphql.ts';
import { type Language, languages, useReading } from '../texts/index.tsx';
import classes from './Shell.module.css';
import { useViewer } from './viewer.ts';

const schemes = ['auto', 'light', 'dark'] as const;

/** Who is signed in, and what they set for this browser. */
export function AccountMenu() {
  const { texts, language, choose } = useReading();
  const { account } = texts.shell;
  const { id, displayName, role } = useViewer();
  const { colorScheme, setColorScheme } = useMantineColorScheme();
  const signOut = useChange(SignOutDocument);
  const leave = async () => {
    if ((await signOut.run({})).ok) location.assign('/sign-in');
  };
  return (
    <Menu position="bottom-end" width={260}>
      <Menu.Target>
        <Button
          variant="subtle"
          color="gray"
          classNames={{ root: classes.account ?? '', label: classes.accountLabel ?? '' }}
          aria-label={account.menu(displayName)}
          px="xs"
        >
          <Avatar size={28} color="pine.7" variant="filled">
            <Icon name="person" />
          </Avatar>
          <Text component="bdi" size="sm" c="var(--mantine-color-text)" visibleFrom="sm" className={classes.accountName}>
            {displayName}
          </Text>
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Label>
          <bdi>{displayName}</bdi> · {texts.common.role[role]}
        </Menu.Label>
        <Menu.Item component={Link} to={`/users/${id}`}>
          {account.myPage}
        </Menu.Item>
        {/* A page of its own beside the console: it is everybody’s. */}
        <Menu.Item component="a" href="/my-keys">
          {account.myKeys}
        </Menu.Item>
        <Menu.Divider />
        <Menu.Label>{account.colours}</Menu.Label>
        <Menu.RadioGroup value={colorScheme} onChange={(value) => setColorScheme(schemes.find((one) => one === value) ?? 'auto')}>
          {schemes.map((scheme) => (
            <Menu.RadioItem key={scheme} value={scheme} closeMenuOnClick>
              {account.schemes[scheme]}
            </Menu.RadioItem>
          ))}
        </Menu.RadioGroup>
        <Menu.Divider />
        <Menu.Label>{account.language}</Menu.Label>
        <Menu.RadioGroup value={language} onChange={(value) => void choose(value as Language)}>
          {(Object.keys(languages) as Language[]).map((code) => (
            <Menu.RadioItem key={code} value={code} lang={code} closeMenuOnClick>
              {languages[code].name}
            </Menu.RadioItem>
          ))}
        </Menu.RadioGroup>
        <Menu.Divider />
        <Menu.Item onClick={leave}>{account.signOut}</Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}
