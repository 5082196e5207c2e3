import type { Texts } from '../en/index.ts';

const forms: Record<string, string> = { one: 'شخص', two: 'شخصان', few: 'أشخاص', many: 'شخصًا', other: 'شخص', zero: 'أشخاص' };
const plural = new Intl.PluralRules('ar');

export const users: Texts['users'] = {
  title: 'المستخدمون',
  newUser: 'مستخدم جديد',
  search: 'ابحث عن شخص',
  searchHint: 'الاسم أو البريد أو اسم المستخدم أو الرقم الوظيفي',
  filters: { status: 'الحالة', group: 'المجموعة', kind: 'المفتاح', any: 'أيّ', clear: 'امسح عوامل التصفية' },
  columns: { name: 'الاسم', email: 'البريد', status: 'الحالة', keys: 'المفاتيح', groups: 'المجموعات', department: 'القسم', created: 'أُضيف' },
  count: (n, said) => `${said} ${forms[plural.select(n)] ?? ''}`,
  order: { label: 'الترتيب', NAME: 'حسب الاسم', EMAIL: 'حسب البريد', CREATED_AT: 'حسب وقت الإضافة' },
  more: (n) => `و${n} غيرها`,
  empty: {
    title: 'لا أحد هنا بعد',
    text: 'أضف أول شخص، ويمكنك أن تعطيه مفتاحًا في الخطوات نفسها.',
    nobodyFits: 'لا أحد يطابق',
    nobodyFitsText: 'ابحث عن شيء آخر، أو امسح عوامل التصفية.',
  },
  goOn: {
    title: 'تابع من حيث كنت',
    item: (name) => `مستخدم جديد: ${name}`,
    unnamed: 'مستخدم جديد بلا اسم بعد',
    until: 'محفوظ حتى',
    open: (name) => `تابع مع ${name}`,
    openButton: 'تابع',
    discard: 'تجاهل',
    discardTitle: 'هل تتجاهل هذا المعالج؟',
    discardText: 'سيضيع ما مُلئ. لم يُضف أحد بعد.',
  },
};
